/** Which nodes are on the map: the reader's choices, turned into one byte a node. */

import { HIDDEN, JOURNAL, ORPHAN, OUTSIDE } from "../data/graph.js";

/** @import { Vault } from "../data/graph.js" */

/**
 * @typedef {object} Choices
 * @property {boolean} topics unwritten topics are shown
 * @property {boolean} tags
 * @property {boolean} attachments
 * @property {boolean} orphans
 * @property {boolean} journals
 * @property {boolean} hubs
 * @property {boolean} hidden notes that ask to be kept off the map
 * @property {boolean} outside notes that the app's own filter leaves out
 * @property {string} folder only notes in this folder or below; empty for all
 * @property {string} tag only notes with this tag or one below; empty for all
 * @property {number} since day; 0 for no limit
 * @property {number} until day; 0 for no limit
 */

/**
 * @param {Vault} vault
 * @returns {Choices} what the vault's own app shows
 */
export function usual(vault) {
  const { show } = vault.meta;
  return {
    topics: show.topic,
    tags: show.tag,
    attachments: show.attachment,
    orphans: show.orphans,
    journals: true,
    hubs: true,
    hidden: false,
    outside: false,
    folder: "",
    tag: "",
    since: 0,
    until: 0,
  };
}

/**
 * @param {Vault} vault
 * @param {Choices} choices
 * @param {Uint8Array} [off] groups of the legend that are switched off, by node
 * @returns {Uint8Array} 1 for every node that is shown
 */
export function shown(vault, choices, off) {
  const result = new Uint8Array(vault.size);
  const kinds = vault.meta.kinds.map((kind) => kindShown(kind, choices));
  const hub = choices.hubs ? Infinity : hubDegree(vault);
  const hide =
    (choices.hidden ? 0 : HIDDEN) |
    (choices.journals ? 0 : JOURNAL) |
    (choices.orphans ? 0 : ORPHAN) |
    (choices.outside ? 0 : OUTSIDE);
  const inFolder = folders(vault, choices.folder);
  const tagged = withTag(vault, choices.tag);
  for (let node = 0; node < vault.size; node++) {
    if (!kinds[vault.kind[node]] || vault.flags[node] & hide || vault.degree[node] >= hub) continue;
    if (off?.[node]) continue;
    if (inFolder && !inFolder[vault.words?.folder[node] ?? 0]) continue;
    if (tagged && !tagged[node]) continue;
    if (!inTime(vault, node, choices)) continue;
    result[node] = 1;
  }
  return result;
}

/**
 * @param {Vault} vault
 * @returns {number} from how many links on a node counts as a hub
 */
export function hubDegree(vault) {
  if (!vault.size) return Infinity;
  const sorted = vault.degree.slice().sort();
  return Math.max(12, sorted[Math.floor(sorted.length * 0.99)] + 1);
}

/**
 * @param {string} kind
 * @param {Choices} choices
 */
function kindShown(kind, choices) {
  if (kind === "topic") return choices.topics;
  if (kind === "tag") return choices.tags;
  if (kind === "attachment" || kind === "external") return choices.attachments;
  return true;
}

/**
 * @param {Vault} vault
 * @param {string} wanted
 * @returns {Uint8Array | null} by folder number
 */
function folders(vault, wanted) {
  if (!wanted || !vault.words) return null;
  const inside = (/** @type {string} */ name) => name === wanted || name.startsWith(`${wanted}/`);
  return Uint8Array.from(vault.words.folders, (name) => (inside(name) ? 1 : 0));
}

/**
 * @param {Vault} vault
 * @param {string} wanted
 * @returns {Uint8Array | null} by node
 */
function withTag(vault, wanted) {
  const words = vault.words;
  if (!wanted || !words) return null;
  const fits = words.tags.map((tag) => tag === wanted || tag.startsWith(`${wanted}/`));
  const result = new Uint8Array(vault.size);
  for (let node = 0; node < vault.size; node++) {
    for (let i = words.tagStart[node]; i < words.tagStart[node + 1]; i++) {
      if (fits[words.tag[i]]) result[node] = 1;
    }
  }
  return result;
}

/**
 * A note nobody has dated is shown at any time.
 * @param {Vault} vault
 * @param {number} node
 * @param {Choices} choices
 */
function inTime(vault, node, { since, until }) {
  const day = vault.words?.dayOf(node) ?? 0;
  return !day || ((!since || day >= since) && (!until || day <= until));
}
