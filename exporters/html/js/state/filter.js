/** The filter: which nodes are visible, as one byte per node. */

import { HIDDEN, JOURNAL, ORPHAN, OUTSIDE } from "../data/graph.js";

/** @import { Graph } from "../data/graph.js" */

/**
 * @typedef {object} Filter
 * @property {boolean} topics unwritten topics are shown
 * @property {boolean} tags
 * @property {boolean} attachments
 * @property {boolean} orphans
 * @property {boolean} journals
 * @property {boolean} hubs
 * @property {boolean} hidden notes with `graph: hide`
 * @property {boolean} outside notes that the app's own filter hides
 * @property {string} folder only notes in this folder or below; empty for all
 * @property {string} tag only notes with this tag or one below; empty for all
 * @property {number} since day; 0 for no limit
 * @property {number} until day; 0 for no limit
 */

/**
 * @param {Graph} graph
 * @returns {Filter} the same as in the vault's own app
 */
export function defaultFilter(graph) {
  const { show } = graph.meta;
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
 * @param {Graph} graph
 * @param {Filter} filter
 * @param {Uint8Array} [off] 1 for each node that the legend hides
 * @returns {Uint8Array} 1 for each visible node
 */
export function visibleNodes(graph, filter, off) {
  const result = new Uint8Array(graph.size);
  const kinds = graph.meta.kinds.map((kind) => kindShown(kind, filter));
  const hub = filter.hubs ? Infinity : hubDegree(graph);
  const hide =
    (filter.hidden ? 0 : HIDDEN) |
    (filter.journals ? 0 : JOURNAL) |
    (filter.orphans ? 0 : ORPHAN) |
    (filter.outside ? 0 : OUTSIDE);
  const inFolder = folders(graph, filter.folder);
  const tagged = withTag(graph, filter.tag);
  for (let node = 0; node < graph.size; node++) {
    if (!kinds[graph.kind[node]] || graph.flags[node] & hide || graph.degree[node] >= hub) continue;
    if (off?.[node]) continue;
    if (inFolder && !inFolder[graph.details?.folder[node] ?? 0]) continue;
    if (tagged && !tagged[node]) continue;
    if (!inTime(graph, node, filter)) continue;
    result[node] = 1;
  }
  return result;
}

/**
 * @param {Graph} graph
 * @returns {number} number of links from which a node counts as a hub
 */
export function hubDegree(graph) {
  if (!graph.size) return Infinity;
  const sorted = graph.degree.slice().sort();
  return Math.max(12, sorted[Math.floor(sorted.length * 0.99)] + 1);
}

/**
 * @param {string} kind
 * @param {Filter} filter
 */
function kindShown(kind, filter) {
  if (kind === "topic") return filter.topics;
  if (kind === "tag") return filter.tags;
  if (kind === "attachment" || kind === "external") return filter.attachments;
  return true;
}

/**
 * @param {Graph} graph
 * @param {string} wanted
 * @returns {Uint8Array | null} by folder number
 */
function folders(graph, wanted) {
  if (!wanted || !graph.details) return null;
  const inside = (/** @type {string} */ name) => name === wanted || name.startsWith(`${wanted}/`);
  return Uint8Array.from(graph.details.folders, (name) => (inside(name) ? 1 : 0));
}

/**
 * @param {Graph} graph
 * @param {string} wanted
 * @returns {Uint8Array | null} by node
 */
function withTag(graph, wanted) {
  const details = graph.details;
  if (!wanted || !details) return null;
  const fits = details.tags.map((tag) => tag === wanted || tag.startsWith(`${wanted}/`));
  const result = new Uint8Array(graph.size);
  for (let node = 0; node < graph.size; node++) {
    for (let i = details.tagStart[node]; i < details.tagStart[node + 1]; i++) {
      if (fits[details.tag[i]]) result[node] = 1;
    }
  }
  return result;
}

/**
 * A note without a date is visible at any time.
 * @param {Graph} graph
 * @param {number} node
 * @param {Filter} filter
 */
function inTime(graph, node, { since, until }) {
  const day = graph.details?.dayOf(node) ?? 0;
  return !day || ((!since || day >= since) && (!until || day <= until));
}
