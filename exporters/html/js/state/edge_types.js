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
  const relation = graph.details?.relation;
  const { relations, edgeKinds } = graph.meta;
  const keyOf = (/** @type {number} */ edge) => (relation && relations[relation[edge]]) || `kind:${edgeKinds[graph.edgeKind[edge]]}`;
  /** @type {Map<string, number>} */
  const counts = new Map();
  const keys = [];
  for (let edge = 0; edge < graph.to.length; edge++) {
    const key = keyOf(edge);
    keys.push(key);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const ordered = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  let color = 0;
  const types = ordered.map(([key, count]) => ({
    key,
    count,
    name: key.startsWith("kind:") ? translate(`edge.${key.slice(5)}`) : key,
    color: key === "kind:link" ? 0 : ++color <= MOST_COLORS ? color : 0,
  }));
  const index = new Map(types.map(({ key }, i) => [key, i]));
  return { types, typeOf: Uint16Array.from(keys, (key) => index.get(key) ?? 0) };
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
}
