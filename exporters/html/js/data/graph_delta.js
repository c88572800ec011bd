/** Make a graph in memory that of a changed vault: what `page_delta.py` writes is the difference. */

import { arrivals, WORLD } from "./graph.js";
import { startOffsets } from "./offsets.js";

/** @import { Graph } from "./graph.js" */

/** @typedef {[target: string, kind: number, relation: string, count: number]} EdgeRow */

/**
 * @typedef {object} GraphDelta nodes are named by their keys
 * @property {string[]} gone
 * @property {Record<string, string>} renamed earlier keys and those of now
 * @property {Record<string, any[]>} columns of the nodes that are new or different
 * @property {[number: number, name: string][]} communities
 * @property {[source: string, edges: EdgeRow[], sentences: string][]} edges of all nodes whose edges or
 *   sentences are different
 */

/**
 * @typedef {object} Renumbered
 * @property {Int32Array} numbers the number of each earlier node; -1 if it is gone
 * @property {Map<number, string>} sentences the new line of sentences of these nodes
 */

/** Kinds of edges that nobody wrote as a link. */
const NOT_LINKS = ["tag", "hierarchy", "mention"];

/**
 * Nodes keep their order, new ones follow. New nodes are the least important until the page is
 * loaded again: importance depends on the whole graph.
 * @param {Graph} graph of a live page
 * @param {GraphDelta} delta
 * @returns {Renumbered}
 */
export function applyDelta(graph, delta) {
  const { details } = graph;
  if (!details) throw new Error("the details are not there yet");
  for (const [old, key] of Object.entries(delta.renamed)) {
    const node = details.numberOf(old);
    if (node >= 0) details.keys[node] = key;
  }
  const gone = new Set(delta.gone);
  const numbers = new Int32Array(graph.size);
  let size = 0;
  details.keys.forEach((key, node) => (numbers[node] = gone.has(key) ? -1 : size++));
  const keys = details.keys.filter((key) => !gone.has(key));
  details.setKeys(keys);
  for (const key of delta.columns.key) if (details.numberOf(key) < 0) size = keys.push(key);
  details.setKeys(keys);
  const changed = delta.columns.key.map((key) => details.numberOf(key));
  const edges = changedEdges(graph, delta, numbers, size);
  changeNodes(graph, delta, numbers, changed);
  for (const [community, name] of delta.communities) graph.meta.communities[community] = name;
  setEdges(graph, edges.rows);
  return { numbers, sentences: edges.sentences };
}

/**
 * @param {Graph} graph
 * @param {GraphDelta} delta
 * @param {Int32Array} numbers
 * @param {number[]} changed the numbers of the nodes in the columns
 */
function changeNodes(graph, { columns }, numbers, changed) {
  const { details } = graph;
  if (!details) return;
  const size = details.keys.length;
  const moved = (/** @type {any} */ column, /** @type {any} */ result, /** @type {ArrayLike<any>} */ values) => {
    numbers.forEach((node, old) => node >= 0 && (result[node] = column[old]));
    changed.forEach((node, i) => (result[node] = values[i]));
    return result;
  };
  const texts = (/** @type {string[]} */ column, /** @type {string} */ name) => moved(column, new Array(size).fill(""), columns[name]);
  const whole = (/** @type {Uint32Array} */ column, /** @type {string} */ name) => moved(column, new Uint32Array(size), columns[name]);
  const bytes = (/** @type {Uint8Array} */ column, /** @type {string} */ name) => moved(column, new Uint8Array(size), columns[name]);
  const places = (/** @type {Float32Array} */ column, /** @type {string} */ name) =>
    moved(column, new Float32Array(size), columns[name].map((value) => (value * WORLD) / 65535));
  const ranked = [...graph.ranked].map((old) => numbers[old]).filter((node) => node >= 0);
  for (let node = ranked.length; node < size; node++) ranked.push(node);

  const foldersOfChanged = columns.folder.map((number) => columns.folders[number]);
  const folders = moved([...numbers.keys()].map((old) => details.folderOf(old)), new Array(size), foldersOfChanged);
  const tagStart = startOffsets(columns.tagCount);
  const tagsOfChanged = columns.tagCount.map((_, i) => columns.tag.slice(tagStart[i], tagStart[i + 1]).map((tag) => columns.tags[tag]));
  const tags = moved([...numbers.keys()].map((old) => details.tagsOf(old)), new Array(size), tagsOfChanged);

  graph.size = size;
  graph.mapX = graph.x = places(graph.mapX, "x");
  graph.mapY = graph.y = places(graph.mapY, "y");
  graph.kind = bytes(graph.kind, "kind");
  graph.flags = bytes(graph.flags, "flags");
  graph.group = bytes(graph.group, "group");
  graph.community = whole(graph.community, "community");
  graph.names = graph.label = texts(graph.names, "label");
  const rank = new Uint32Array(size);
  ranked.forEach((node, place) => (rank[node] = place));
  graph.setRanks(rank);
  details.paths = texts(details.paths, "path");
  details.titles = texts(details.titles, "title");
  details.aliasLines = texts(details.aliasLines, "aliases");
  details.propertyLines = texts(details.propertyLines, "properties");
  details.created = whole(details.created, "created");
  details.modified = whole(details.modified, "modified");
  details.wordCount = whole(details.wordCount, "wordCount");
  details.dated = details.created.some(Boolean) || details.modified.some(Boolean);
  [details.folders, details.folder] = table(folders);
  details.tagStart = startOffsets(tags.map((/** @type {string[]} */ some) => some.length));
  [details.tags, details.tag] = table(tags.flat());
}

/**
 * All edges after the change, by source and target.
 * @param {Graph} graph before its nodes have changed
 * @param {GraphDelta} delta
 * @param {Int32Array} numbers
 * @param {number} size number of nodes after the change
 */
function changedEdges(graph, delta, numbers, size) {
  const { details, meta } = graph;
  /** @type {[target: number, kind: number, relation: string, count: number][][]} by source */
  const rows = Array.from({ length: size }, () => []);
  /** @type {Map<number, string>} */
  const sentences = new Map();
  for (const [key, edges, line] of delta.edges) {
    const source = details?.numberOf(key) ?? -1;
    if (source < 0) continue;
    const order = [...edges.keys()].filter((i) => (details?.numberOf(edges[i][0]) ?? -1) >= 0);
    const target = (/** @type {number} */ i) => details?.numberOf(edges[i][0]) ?? -1;
    order.sort((a, b) => target(a) - target(b) || edges[a][1] - edges[b][1] || (edges[a][2] < edges[b][2] ? -1 : 1));
    rows[source] = order.map((i) => [target(i), edges[i][1], edges[i][2], edges[i][3]]);
    sentences.set(source, reordered(line, order));
  }
  numbers.forEach((source, old) => {
    if (source < 0 || sentences.has(source)) return;
    for (let edge = graph.out[old]; edge < graph.out[old + 1]; edge++) {
      const target = numbers[graph.to[edge]];
      if (target < 0) continue;
      const relation = meta.relations[details?.relation[edge] ?? 0];
      rows[source].push([target, graph.edgeKind[edge], relation, details?.count[edge] ?? 1]);
    }
  });
  return { rows, sentences };
}

/**
 * @param {Graph} graph
 * @param {[target: number, kind: number, relation: string, count: number][][]} rows by source
 */
function setEdges(graph, rows) {
  const { details, meta } = graph;
  if (!details) return;
  const edges = rows.flat();
  graph.out = startOffsets(rows.map((some) => some.length));
  graph.from = Uint32Array.from(rows.flatMap((some, source) => some.map(() => source)));
  graph.to = Uint32Array.from(edges, ([target]) => target);
  graph.edgeKind = Uint8Array.from(edges, ([, kind]) => kind);
  graph.edgeOff = Uint8Array.from(graph.edgeKind, (kind) => (kind === graph.mention ? 1 : 0));
  details.count = Uint32Array.from(edges, ([, , , count]) => count);
  [meta.relations, details.relation] = table(["", ...edges.map(([, , relation]) => relation)]);
  details.relation = details.relation.subarray(1);
  [graph.in, graph.inEdge] = arrivals(graph.size, graph.to);
  graph.degree = graph.degrees();
  const linking = meta.edgeKinds.map((kind) => (NOT_LINKS.includes(kind) ? 0 : 1));
  meta.links = edges.reduce((sum, [, kind, , count]) => sum + linking[kind] * count, 0);
}

/**
 * @param {string} line the sentences of a note; see `snippets.py`
 * @param {number[]} order of its edges
 */
function reordered(line, order) {
  if (!line) return "";
  const [texts, edges] = JSON.parse(line);
  return JSON.stringify([texts, order.map((edge) => edges[edge])]);
}

/**
 * @param {string[]} values
 * @returns {[names: string[], numbers: Uint32Array<ArrayBuffer>]} the distinct values, sorted, and the number of each
 */
function table(values) {
  const names = [...new Set(values)].sort();
  const index = new Map(names.map((name, i) => [name, i]));
  return [names, Uint32Array.from(values, (value) => index.get(value) ?? 0)];
}
