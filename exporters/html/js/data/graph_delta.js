/** Make a graph in memory that of a changed vault: what `page_delta.py` writes is the difference. */

import { arrivals, WORLD } from "./graph.js";
import { startOffsets } from "./offsets.js";

/** @import { Graph } from "./graph.js" */

/** @typedef {[target: string, kind: number, relation: string, count: number, section: string]} EdgeRow */

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
  for (const key of delta.columns.key) if (details.numberOf(key) < 0) keys.push(key);
  details.setKeys(keys);
  const changed = delta.columns.key.map((key) => details.numberOf(key));
  changeNodes(graph, delta, numbers, changed);
  for (const [community, name] of delta.communities) graph.meta.communities[community] = name;
  const sentences = changeEdges(graph, delta, numbers);
  graph.similar?.renumber(numbers);
  afterEdges(graph);
  return { numbers, sentences };
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
 * Replace the edges of some nodes; all others have theirs with other numbers of nodes.
 * @param {Graph} graph whose nodes have changed, and whose edges have not
 * @param {GraphDelta} delta
 * @param {Int32Array} numbers
 * @returns {Map<number, string>} the new sentences, by source
 */
function changeEdges(graph, { edges }, numbers) {
  const { details, meta } = graph;
  /** @type {Map<number, string>} */
  const sentences = new Map();
  if (!details) return sentences;
  /** @type {Map<number, EdgeRow[]>} */
  const fresh = new Map();
  for (const [key, rows, line] of edges) {
    const source = details.numberOf(key);
    const target = (/** @type {number} */ i) => details.numberOf(rows[i][0]);
    const order = [...rows.keys()].filter((i) => target(i) >= 0);
    order.sort((a, b) => target(a) - target(b) || rows[a][1] - rows[b][1] || (rows[a][2] < rows[b][2] ? -1 : 1));
    fresh.set(source, order.map((i) => rows[i]));
    sentences.set(source, reordered(line, order));
  }
  const most = graph.to.length + [...fresh.values()].reduce((sum, rows) => sum + rows.length, 0);
  const [from, to, relation, count, section] = [0, 0, 0, 0, 0].map(() => new Uint32Array(most));
  const kind = new Uint8Array(most);
  const out = new Uint32Array(graph.size + 1);
  const before = new Int32Array(graph.size).fill(-1);
  numbers.forEach((node, old) => node >= 0 && (before[node] = old));
  let at = 0;
  for (let source = 0; source < graph.size; source++) {
    out[source] = at;
    const rows = fresh.get(source);
    for (const [key, rowKind, name, times, heading] of rows ?? []) {
      if (!meta.relations.includes(name)) meta.relations.push(name);
      if (!meta.sections.includes(heading)) meta.sections.push(heading);
      [from[at], to[at], kind[at]] = [source, details.numberOf(key), rowKind];
      [relation[at], section[at], count[at]] = [meta.relations.indexOf(name), meta.sections.indexOf(heading), times];
      at++;
    }
    const old = rows ? -1 : before[source];
    for (let edge = old < 0 ? 0 : graph.out[old]; old >= 0 && edge < graph.out[old + 1]; edge++) {
      const target = numbers[graph.to[edge]];
      if (target < 0) continue;
      from[at] = source;
      to[at] = target;
      kind[at] = graph.edgeKind[edge];
      relation[at] = details.relation[edge];
      section[at] = details.section[edge];
      count[at] = details.count[edge];
      at++;
    }
  }
  out[graph.size] = at;
  graph.out = out;
  graph.from = from.slice(0, at);
  graph.to = to.slice(0, at);
  graph.edgeKind = kind.slice(0, at);
  details.relation = relation.slice(0, at);
  details.section = section.slice(0, at);
  details.count = count.slice(0, at);
  return sentences;
}

/**
 * What follows from the edges of a graph.
 * @param {Graph} graph
 */
function afterEdges(graph) {
  const { meta, edgeKind } = graph;
  const count = graph.details?.count ?? [];
  graph.edgeOff = edgeKind.map((kind) => (kind === graph.mention ? 1 : 0));
  [graph.in, graph.inEdge] = arrivals(graph.size, graph.to);
  graph.degree = graph.degrees();
  const linking = meta.edgeKinds.map((kind) => (NOT_LINKS.includes(kind) ? 0 : 1));
  meta.links = 0;
  for (let edge = 0; edge < edgeKind.length; edge++) meta.links += linking[edgeKind[edge]] * count[edge];
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
