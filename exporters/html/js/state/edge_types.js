/** The types of edges: the relation of a typed link (`up`, `author`), else its kind (link, embed, canvas, mention). */

import { translate } from "./strings.js";

/** @import { Graph } from "../data/graph.js" */

/**
 * @typedef {object} EdgeType
 * @property {string} key relation, or `kind:embed`; the same after the next build
 * @property {string} name as shown
 * @property {number} count edges
 * @property {number} color index in the palette
 */

/** Keys of the types that are hidden at first. */
export const DEFAULT_HIDDEN_TYPES = ["kind:mention"];
/** Types with a colour of their own; the rest share grey. */
const MOST_COLORS = 12;

/**
 * @param {Graph} graph
 * @returns {{types: EdgeType[], typeOf: Uint16Array}} the most frequent first, and the type of each edge
 */
export function edgeTypes(graph) {
  const { details, edgeKind, to } = graph;
  const { relations, edgeKinds } = graph.meta;
  if (!details) return { types: [], typeOf: new Uint16Array(0) };
  // Relations first, then kinds; relation 0 is none.
  const counts = new Uint32Array(relations.length + edgeKinds.length);
  const codes = new Uint32Array(to.length);
  for (let edge = 0; edge < to.length; edge++) {
    if (edgeKind[edge] === graph.gone) continue; // the past decides whether it is shown
    codes[edge] = details.relation[edge] || relations.length + edgeKind[edge];
    counts[codes[edge]]++;
  }
  const keyOf = (/** @type {number} */ code) => (code < relations.length ? relations[code] : `kind:${edgeKinds[code - relations.length]}`);
  const used = [...counts.keys()].filter((code) => counts[code]);
  const ordered = used.sort((a, b) => counts[b] - counts[a] || (keyOf(a) < keyOf(b) ? -1 : 1));
  let color = 0;
  const types = ordered.map((code) => ({ key: keyOf(code), count: counts[code] })).map(({ key, count }) => ({
    key,
    count,
    name: key.startsWith("kind:") ? translate(`edge.${key.slice(5)}`) : key,
    color: key === "kind:link" ? 0 : ++color <= MOST_COLORS ? color : 0,
  }));
  const index = new Uint16Array(counts.length);
  ordered.forEach((code, i) => (index[code] = i));
  return { types, typeOf: Uint16Array.from(codes, (code) => index[code]) };
}

/**
 * Hide the edges of some types: neighbours, paths and lines follow.
 * @param {Graph} graph
 * @param {{types: EdgeType[], typeOf: Uint16Array}} edgeTypes
 * @param {Set<string>} hidden keys
 */
export function hideEdges(graph, { types, typeOf }, hidden) {
  const off = types.map(({ key }) => hidden.has(key));
  for (let edge = 0; edge < typeOf.length; edge++) graph.edgeOff[edge] = off[typeOf[edge]] ? 1 : 0;
  graph.past?.hideEdges(graph.edgeOff);
}
