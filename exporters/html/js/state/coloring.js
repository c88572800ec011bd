/** Groups of nodes that share a colour: by community, folder, tag, kind, date or the vault's own groups. */

import { communityAreas } from "../data/communities.js";
import { isoDay } from "../data/dates.js";
import { CHANGED, GONE, NEW } from "../data/past.js";
import { CHANGE, HUES, MUTED, OWN, TIME, TIME_STEPS } from "./palette.js";
import { translate } from "./strings.js";

/** @import { Graph } from "../data/graph.js" */

/** @typedef {"community" | "folder" | "tag" | "kind" | "date" | "group" | "change"} ColorMode */

/**
 * @typedef {object} Group one entry of the legend
 * @property {string} name
 * @property {number} color index in the palette
 * @property {number} count nodes
 * @property {number} [community] whose nodes these are
 * @property {string} [sign] class of a sign in the place of the dot
 */

/**
 * @typedef {object} Coloring
 * @property {ColorMode} by
 * @property {Uint16Array} slot index in `groups`, by node
 * @property {Uint8Array} colorIndex index in the palette, by node
 * @property {Group[]} groups
 */

/** Larger communities get an entry of the legend each; the rest share one. */
const MOST_COMMUNITIES = 240;
/** Folders or tags with a colour each. */
const MOST_NAMES = 12;

/**
 * @param {Graph} graph
 * @param {ColorMode} by
 * @returns {Coloring}
 */
export function colorBy(graph, by) {
  if (by === "community") return byCommunity(graph);
  if (by === "kind") return byKind(graph);
  if (by === "date") return byDate(graph);
  if (by === "group") return byOwnGroup(graph);
  if (by === "change") return byChange(graph);
  return byName(graph, by, by === "folder" ? topFolders(graph) : topTags(graph));
}

/**
 * @param {Graph} graph
 * @returns {ColorMode[]} the modes that give this vault's nodes more than one colour
 */
export function colorModes(graph) {
  /** @type {ColorMode[]} */
  const all = ["change", "group", "community", "folder", "tag", "kind", "date"];
  return all.filter((by) => by === "community" || (by === "change" ? graph.change : colorBy(graph, by).groups.length > 1));
}

/**
 * Neighbouring communities get different hues; a community of one note is grey.
 * @param {Graph} graph
 */
function byCommunity(graph) {
  const all = communityAreas(graph, new Uint8Array(graph.size).fill(1));
  const sized = all.filter((area) => area !== undefined).sort((a, b) => b.size - a.size);
  const kept = sized.filter((area) => area.size > 1).slice(0, MOST_COMMUNITIES);
  /** @type {Map<number, number>} */
  const index = new Map();
  /** @type {Group[]} */
  const groups = [];
  kept.forEach((area, i) => {
    const crowding = new Float64Array(HUES);
    for (let j = 0; j < i; j++) {
      const gap = Math.hypot(area.x - kept[j].x, area.y - kept[j].y) + 1;
      const hue = groups[j].color - 1;
      crowding[hue] += 1 / (gap * gap);
    }
    index.set(area.community, i);
    groups.push({ name: area.name, color: 1 + crowding.indexOf(Math.min(...crowding)), count: 0, community: area.community });
  });
  return counted(graph, "community", groups, (node) => index.get(graph.community[node]) ?? -1, "alone");
}

/** @param {Graph} graph */
function byKind(graph) {
  const colors = [1, 3, 5, 8, 6, 9, 11, 2];
  const shapes = [...graph.meta.kinds, "written"];
  const groups = shapes.map((shape, i) => ({ name: translate(`kind.${shape}`), color: colors[i], count: 0 }));
  return counted(graph, "kind", groups, (node) => shapes.indexOf(graph.shapeOf(node)), "");
}

/**
 * A node without a group keeps the colour of its community, muted: all grey would hide the structure.
 * @param {Graph} graph
 */
function byOwnGroup(graph) {
  const groups = graph.meta.groups.map((group, i) => ({ name: group.query, color: OWN + i, count: 0 }));
  const coloring = counted(graph, "group", groups, (node) => graph.group[node] - 1, "rest");
  const { colorIndex } = byCommunity(graph);
  for (let node = 0; node < graph.size; node++) {
    if (!graph.group[node] && colorIndex[node]) coloring.colorIndex[node] = MUTED + colorIndex[node] - 1;
  }
  return coloring;
}

/** @param {Graph} graph */
function byChange(graph) {
  const states = /** @type {[number, string][]} */ ([[NEW, "new"], [GONE, "gone"], [CHANGED, "changed"]]);
  const groups = states.map(([state, name]) => ({ name: translate(`group.${name}`), color: CHANGE + state - 1, count: 0, sign: name }));
  return counted(graph, "change", groups, (node) => states.findIndex(([state]) => state === graph.change?.node[node]), "same");
}

/** @param {Graph} graph */
function byDate(graph) {
  const days = Array.from({ length: graph.size }, (_, node) => graph.details?.dayOf(node) ?? 0);
  const years = days.map((day) => isoDay(day).slice(0, 4));
  const months = days.map((day) => isoDay(day).slice(0, 7));
  const distinct = (/** @type {string[]} */ names) => [...new Set(names)].filter(Boolean).sort();
  const names = distinct(years).length > 2 ? years : months;
  const periods = distinct(names);
    const perStep = Math.max(1, Math.ceil(periods.length / TIME_STEPS));
  /** @type {Group[]} */
  const groups = [];
  for (let i = 0; i < periods.length; i += perStep) {
    const last = periods[Math.min(i + perStep, periods.length) - 1];
    const at = Math.round((i / Math.max(1, periods.length - 1)) * (TIME_STEPS - 1));
    const name = last === periods[i] ? last : `${periods[i]} – ${last}`;
    groups.push({ name, color: TIME + Math.min(at, TIME_STEPS - 1), count: 0 });
  }
  const index = new Map(periods.map((period, i) => [period, Math.floor(i / perStep)]));
  return counted(graph, "date", groups, (node) => index.get(names[node]) ?? -1, "undated");
}

/**
 * @param {Graph} graph
 * @returns {string[]} the top folder of each node; empty for none
 */
function topFolders(graph) {
  const details = graph.details;
  if (!details) return [];
  const cut = (/** @type {number} */ depth) =>
    details.folders.map((folder) => folder.split("/").slice(0, depth).join("/"));
  /** @param {string[]} names */
  const largest = (names) => {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const folder of details.folder) counts.set(names[folder], (counts.get(names[folder]) ?? 0) + 1);
    return Math.max(...counts.values());
  };
  let names = cut(1);
  for (let depth = 2; depth < 4 && largest(names) > graph.size * 0.8; depth++) names = cut(depth);
  return Array.from(details.folder, (folder) => names[folder]);
}

/**
 * @param {Graph} graph
 * @returns {string[]} the first part of each node's most common tag
 */
function topTags(graph) {
  const details = graph.details;
  if (!details) return [];
  const top = details.tags.map((tag) => tag.split("/")[0]);
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const tag of details.tag) counts.set(top[tag], (counts.get(top[tag]) ?? 0) + 1);
  return Array.from({ length: graph.size }, (_, node) => {
    let best = "";
    for (let i = details.tagStart[node]; i < details.tagStart[node + 1]; i++) {
      const tag = top[details.tag[i]];
      if (!best || (counts.get(tag) ?? 0) > (counts.get(best) ?? 0)) best = tag;
    }
    return best && `#${best}`;
  });
}

/**
 * The largest groups have a colour each.
 * @param {Graph} graph
 * @param {ColorMode} by
 * @param {string[]} names
 */
function byName(graph, by, names) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const name of names) if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
  const largest = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_NAMES);
  const index = new Map(largest.map(([name], i) => [name, i]));
  const groups = largest.map(([name], i) => ({ name, color: 1 + i, count: 0 }));
  return counted(graph, by, groups, (node) => index.get(names[node]) ?? -1, "rest");
}

/**
 * @param {Graph} graph
 * @param {ColorMode} by
 * @param {Group[]} groups
 * @param {(node: number) => number} groupOf -1 for none
 * @param {string} rest key of the name for nodes without a group
 * @returns {Coloring}
 */
function counted(graph, by, groups, groupOf, rest) {
  const slot = new Uint16Array(graph.size);
  const last = groups.length;
  const all = [...groups, { name: rest && translate(`group.${rest}`), color: 0, count: 0 }];
  for (let node = 0; node < graph.size; node++) {
    const group = groupOf(node);
    slot[node] = group < 0 ? last : group;
    all[slot[node]].count++;
  }
  const kept = all.map((group) => group.count > 0);
  const moved = new Uint16Array(all.length);
  for (let i = 0, at = 0; i < all.length; i++) if (kept[i]) moved[i] = at++;
  const colorIndex = new Uint8Array(graph.size);
  for (let node = 0; node < graph.size; node++) {
    colorIndex[node] = all[slot[node]].color;
    slot[node] = moved[slot[node]];
  }
  return { by, slot, colorIndex, groups: all.filter((_, i) => kept[i]) };
}
