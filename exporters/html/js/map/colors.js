/** Colours: which group each node belongs to, and which colour each group has. */

import { islands } from "../data/communities.js";
import { isoDay } from "../data/graph.js";
import { say } from "../ui/strings.js";

/** @import { Vault } from "../data/graph.js" */

/** @typedef {"community" | "folder" | "tag" | "kind" | "date" | "group"} By */

/**
 * @typedef {object} Group one entry of the legend
 * @property {string} name
 * @property {number} ink its colour, as a place in the palette
 * @property {number} count nodes
 */

/**
 * @typedef {object} Coloring
 * @property {By} by
 * @property {Uint16Array} slot the group of each node
 * @property {Uint8Array} ink the colour of each node
 * @property {Group[]} groups
 */

/** Twelve hues of even weight (OKLCH, lightness 0.76 to 0.80, chroma 0.125), after a grey. */
const DARK = [
  "#8b93a7", "#85b1ff", "#83d48f", "#e2a34f", "#ff9c9f", "#c49cf1", "#39d4e4", "#f2966c",
  "#57d8b4", "#e990c3", "#c3c55f", "#a9a5fd", "#62caff",
];
/** The same hues on paper (lightness 0.56 to 0.60). */
const LIGHT = [
  "#858b99", "#4571c6", "#38964d", "#a56300", "#c65860", "#885cb5", "#0096a8", "#b55422",
  "#009a76", "#ac4e87", "#868600", "#6e65c2", "#008bc7",
];
const HUES = 12;
/** From long ago to now. */
const TIME_DARK = ["#5b5fc7", "#4f7fd9", "#3f9fd8", "#35bdc4", "#58d3a0", "#9fe07a", "#dde35c", "#ffe98a"];
const TIME_LIGHT = ["#46327e", "#3f4f9f", "#2f6fa8", "#238a9d", "#1f9e7a", "#4fae4c", "#8fae20", "#c9a400"];
const TIME = 1 + HUES;
/** The twelve hues again, half way to grey: what stands behind the app's own groups. */
const MUTED = TIME + TIME_DARK.length;
const OWN = MUTED + HUES;
/** Entries of the legend beyond this many become "the rest". */
const MOST = 240;
const MOST_NAMED = 12;

/**
 * @param {boolean} dark
 * @param {Vault} vault
 * @returns {string[]} all colours of a theme: grey, hues, times, hues muted, the app's own groups
 */
export function palette(dark, vault) {
  const own = vault.meta.groups.map((group) => group.color);
  const hues = dark ? DARK : LIGHT;
  const muted = hues.slice(1).map((hue) => mixed(hue, hues[0], 0.55));
  return [...hues, ...(dark ? TIME_DARK : TIME_LIGHT), ...muted, ...own];
}

/**
 * @param {string} from `#rrggbb`
 * @param {string} to
 * @param {number} share 0 to 1
 */
export function mixed(from, to, share) {
  const part = (/** @type {number} */ at) => {
    const a = parseInt(from.slice(at, at + 2), 16);
    const b = parseInt(to.slice(at, at + 2), 16);
    return Math.round(a + (b - a) * share).toString(16).padStart(2, "0");
  };
  return `#${part(1)}${part(3)}${part(5)}`;
}

/**
 * @param {Vault} vault
 * @param {By} by
 * @returns {Coloring}
 */
export function colored(vault, by) {
  if (by === "community") return byCommunity(vault);
  if (by === "kind") return byKind(vault);
  if (by === "date") return byDate(vault);
  if (by === "group") return byOwnGroup(vault);
  return byName(vault, by, by === "folder" ? topFolders(vault) : topTags(vault));
}

/**
 * @param {Vault} vault
 * @returns {By[]} the ways that tell this vault's nodes apart
 */
export function ways(vault) {
  /** @type {By[]} */
  const all = ["group", "community", "folder", "tag", "kind", "date"];
  return all.filter((by) => by === "community" || colored(vault, by).groups.length > 1);
}

/**
 * Islands near each other get different hues; a note on its own is grey.
 * @param {Vault} vault
 */
function byCommunity(vault) {
  const all = islands(vault, new Uint8Array(vault.size).fill(1));
  const sized = all.filter((island) => island !== undefined).sort((a, b) => b.size - a.size);
  const kept = sized.filter((island) => island.size > 1).slice(0, MOST);
  /** @type {Map<number, number>} */
  const place = new Map();
  /** @type {Group[]} */
  const groups = [];
  kept.forEach((island, i) => {
    const crowd = new Float64Array(HUES);
    for (let j = 0; j < i; j++) {
      const gap = Math.hypot(island.x - kept[j].x, island.y - kept[j].y) + 1;
      const hue = groups[j].ink - 1;
      crowd[hue] += 1 / (gap * gap);
    }
    place.set(island.community, i);
    groups.push({ name: island.name, ink: 1 + crowd.indexOf(Math.min(...crowd)), count: 0 });
  });
  return counted(vault, "community", groups, (node) => place.get(vault.community[node]) ?? -1, "alone");
}

/** @param {Vault} vault */
function byKind(vault) {
  const inks = [1, 3, 5, 8, 6, 9, 11];
  const groups = vault.meta.kinds.map((kind, i) => ({ name: say(`kind.${kind}`), ink: inks[i], count: 0 }));
  return counted(vault, "kind", groups, (node) => vault.kind[node], "");
}

/**
 * What no group claims keeps its island's colour, muted: a few groups in a sea of grey say little.
 * @param {Vault} vault
 */
function byOwnGroup(vault) {
  const groups = vault.meta.groups.map((group, i) => ({ name: group.query, ink: OWN + i, count: 0 }));
  const coloring = counted(vault, "group", groups, (node) => vault.group[node] - 1, "rest");
  const { ink } = byCommunity(vault);
  for (let node = 0; node < vault.size; node++) {
    if (!vault.group[node] && ink[node]) coloring.ink[node] = MUTED + ink[node] - 1;
  }
  return coloring;
}

/** @param {Vault} vault */
function byDate(vault) {
  const days = Array.from({ length: vault.size }, (_, node) => vault.words?.dayOf(node) ?? 0);
  const years = days.map((day) => isoDay(day).slice(0, 4));
  const months = days.map((day) => isoDay(day).slice(0, 7));
  const distinct = (/** @type {string[]} */ names) => [...new Set(names)].filter(Boolean).sort();
  const names = distinct(years).length > 2 ? years : months;
  const periods = distinct(names);
  const steps = TIME_DARK.length;
  const perStep = Math.max(1, Math.ceil(periods.length / steps));
  /** @type {Group[]} */
  const groups = [];
  for (let i = 0; i < periods.length; i += perStep) {
    const last = periods[Math.min(i + perStep, periods.length) - 1];
    const at = Math.round((i / Math.max(1, periods.length - 1)) * (steps - 1));
    const name = last === periods[i] ? last : `${periods[i]} – ${last}`;
    groups.push({ name, ink: TIME + Math.min(at, steps - 1), count: 0 });
  }
  const place = new Map(periods.map((period, i) => [period, Math.floor(i / perStep)]));
  return counted(vault, "date", groups, (node) => place.get(names[node]) ?? -1, "undated");
}

/**
 * @param {Vault} vault
 * @returns {string[]} the name of each node's group; empty for none
 */
function topFolders(vault) {
  const words = vault.words;
  if (!words) return [];
  const cut = (/** @type {number} */ depth) =>
    words.folders.map((folder) => folder.split("/").slice(0, depth).join("/"));
  /** @param {string[]} names */
  const largest = (names) => {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const folder of words.folder) counts.set(names[folder], (counts.get(names[folder]) ?? 0) + 1);
    return Math.max(...counts.values());
  };
  let names = cut(1);
  for (let depth = 2; depth < 4 && largest(names) > vault.size * 0.8; depth++) names = cut(depth);
  return Array.from(words.folder, (folder) => names[folder]);
}

/**
 * @param {Vault} vault
 * @returns {string[]} the commonest of each node's tags, without what is below it
 */
function topTags(vault) {
  const words = vault.words;
  if (!words) return [];
  const top = words.tags.map((tag) => tag.split("/")[0]);
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const tag of words.tag) counts.set(top[tag], (counts.get(top[tag]) ?? 0) + 1);
  return Array.from({ length: vault.size }, (_, node) => {
    let best = "";
    for (let i = words.tagStart[node]; i < words.tagStart[node + 1]; i++) {
      const tag = top[words.tag[i]];
      if (!best || (counts.get(tag) ?? 0) > (counts.get(best) ?? 0)) best = tag;
    }
    return best && `#${best}`;
  });
}

/**
 * The twelve largest groups have a colour each.
 * @param {Vault} vault
 * @param {By} by
 * @param {string[]} names
 */
function byName(vault, by, names) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const name of names) if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
  const largest = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_NAMED);
  const place = new Map(largest.map(([name], i) => [name, i]));
  const groups = largest.map(([name], i) => ({ name, ink: 1 + i, count: 0 }));
  return counted(vault, by, groups, (node) => place.get(names[node]) ?? -1, "rest");
}

/**
 * @param {Vault} vault
 * @param {By} by
 * @param {Group[]} groups
 * @param {(node: number) => number} of the group of a node; -1 for none
 * @param {string} rest what those without a group are called
 * @returns {Coloring}
 */
function counted(vault, by, groups, of, rest) {
  const slot = new Uint16Array(vault.size);
  const last = groups.length;
  const all = [...groups, { name: rest && say(`group.${rest}`), ink: 0, count: 0 }];
  for (let node = 0; node < vault.size; node++) {
    const group = of(node);
    slot[node] = group < 0 ? last : group;
    all[slot[node]].count++;
  }
  const kept = all.map((group) => group.count > 0);
  const moved = new Uint16Array(all.length);
  for (let i = 0, at = 0; i < all.length; i++) if (kept[i]) moved[i] = at++;
  const ink = new Uint8Array(vault.size);
  for (let node = 0; node < vault.size; node++) {
    ink[node] = all[slot[node]].ink;
    slot[node] = moved[slot[node]];
  }
  return { by, slot, ink, groups: all.filter((_, i) => kept[i]) };
}
