/** The filter: which nodes are visible, as one byte per node. */

import { HIDDEN, JOURNAL, ORPHAN, OUTSIDE } from "../data/graph.js";
import { parseQuery, QueryError } from "../data/query.js";

/** @import { Graph } from "../data/graph.js" */

/**
 * @typedef {object} Filter
 * @property {boolean} topics unwritten topics are shown
 * @property {boolean} tags
 * @property {boolean} attachments
 * @property {boolean} orphans
 * @property {boolean} journals
 * @property {boolean} hubs the most linked nodes are shown
 * @property {boolean} titles nodes are called by their titles, not by their file names
 * @property {boolean} hidden notes with `graph: hide`
 * @property {boolean} outside notes that the app's own filter hides
 * @property {string[]} folders only notes in one of these folders or below; `-name` excludes one
 * @property {string[]} tagged only notes with one of these tags or one below; `-name` excludes one
 * @property {string} query only notes that match; see data/query.js
 * @property {number[]} revealed nodes that are visible although the filter hides them
 * @property {number} since day; 0 for no limit
 * @property {number} until day; 0 for no limit
 */

/**
 * @param {Graph} graph
 * @returns {Filter} the same as in the vault's own app, except for hubs
 */
export function defaultFilter(graph) {
  const { show } = graph.meta;
  return {
    topics: show.topic,
    tags: show.tag,
    attachments: show.attachment,
    orphans: show.orphans,
    journals: true,
    hubs: show.hubs,
    titles: false,
    hidden: false,
    outside: false,
    folders: [],
    tagged: [],
    query: "",
    revealed: [],
    since: 0,
    until: 0,
  };
}

/** @typedef {"topics" | "tags" | "attachments" | "orphans" | "journals" | "hubs" | "titles" | "hidden" | "outside"} Switch */

/**
 * @param {Graph} graph
 * @returns {Switch[]} those that would hide or show at least one node
 */
export function usefulSwitches(graph) {
  const has = (/** @type {number} */ flag) => graph.flags.some((flags) => flags & flag);
  const hub = hubDegree(graph);
  const kinds = new Set(Array.from(graph.kind, (kind) => graph.meta.kinds[kind]));
  /** @type {[Switch, boolean][]} */
  const all = [
    ["topics", kinds.has("topic")],
    ["tags", kinds.has("tag")],
    ["attachments", kinds.has("attachment") || kinds.has("external")],
    ["orphans", has(ORPHAN)],
    ["journals", has(JOURNAL)],
    ["hubs", graph.degree.some((degree) => degree >= hub)],
    ["hidden", has(HIDDEN)],
    ["outside", has(OUTSIDE)],
    ["titles", graph.details?.titles.some(Boolean) ?? false],
  ];
  return all.filter(([, any]) => any).map(([name]) => name);
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
  const inFolder = folderTest(graph, filter.folders);
  const tagged = tagTest(graph, filter.tagged);
  const matches = queryTest(graph, filter.query);
  for (let node = 0; node < graph.size; node++) {
    if (!kinds[graph.kind[node]] || graph.flags[node] & hide || graph.degree[node] >= hub) continue;
    if (off?.[node]) continue;
    if (!inFolder(node) || !tagged(node) || !matches(node)) continue;
    if (!inTime(graph, node, filter)) continue;
    result[node] = 1;
  }
  for (const node of filter.revealed) result[node] = 1;
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
 * @param {string[]} values
 * @param {(value: string) => (node: number) => boolean} fits
 * @returns {(node: number) => boolean} whether a node fits one of the values, and none with `-`
 */
function anyOf(values, fits) {
  const wanted = values.filter((value) => !value.startsWith("-")).map(fits);
  const excluded = values.filter((value) => value.startsWith("-")).map((value) => fits(value.slice(1)));
  return (node) => (!wanted.length || wanted.some((test) => test(node))) && !excluded.some((test) => test(node));
}

/**
 * @param {Graph} graph
 * @param {string[]} values
 */
function folderTest({ details }, values) {
  return anyOf(details ? values : [], (wanted) => {
    const inside = details?.folders.map((name) => name === wanted || name.startsWith(`${wanted}/`)) ?? [];
    return (node) => inside[details?.folder[node] ?? 0];
  });
}

/**
 * @param {Graph} graph
 * @param {string[]} values
 */
function tagTest({ details }, values) {
  return anyOf(details ? values : [], (wanted) => {
    const fits = details?.tags.map((tag) => tag === wanted || tag.startsWith(`${wanted}/`)) ?? [];
    return (node) => {
      if (!details) return true;
      for (let i = details.tagStart[node]; i < details.tagStart[node + 1]; i++) if (fits[details.tag[i]]) return true;
      return false;
    };
  });
}

/**
 * @param {Graph} graph
 * @param {string} query
 * @returns {(node: number) => boolean} true for all if there is no query, or none that can be read
 */
function queryTest(graph, query) {
  if (!query.trim() || !graph.details) return () => true;
  try {
    return parseQuery(graph, query).test;
  } catch (error) {
    if (error instanceof QueryError) return () => true;
    throw error;
  }
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
