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
 * @param {boolean} [bySection] the types are the headings that links stand under, where they stand under one
 * @returns {{types: EdgeType[], typeOf: Uint16Array}} the most frequent first, and the type of each edge
 */
export function edgeTypes(graph, bySection = false) {
  const { details, edgeKind, to, mention } = graph;
  const { relations, edgeKinds, sections } = graph.meta;
  if (!details) return { types: [], typeOf: new Uint16Array(0) };
  // Relations first, then kinds, then sections; relation 0 and section 0 are none.
  const firstSection = relations.length + edgeKinds.length;
  const counts = new Uint32Array(firstSection + sections.length);
  const codes = new Uint32Array(to.length);
  for (let edge = 0; edge < to.length; edge++) {
    if (edgeKind[edge] === graph.gone) continue; // the past decides whether it is shown
    const section = bySection && edgeKind[edge] !== mention ? details.section[edge] : 0;
    codes[edge] = section ? firstSection + section : details.relation[edge] || relations.length + edgeKind[edge];
    counts[codes[edge]]++;
  }
  const keyOf = (/** @type {number} */ code) => {
    if (code >= firstSection) return `section:${sections[code - firstSection]}`;
    return code < relations.length ? relations[code] : `kind:${edgeKinds[code - relations.length]}`;
  };
  const used = [...counts.keys()].filter((code) => counts[code]);
  const ordered = used.sort((a, b) => counts[b] - counts[a] || (keyOf(a) < keyOf(b) ? -1 : 1));
  let color = 0;
  const types = ordered.map((code) => ({ key: keyOf(code), count: counts[code] })).map(({ key, count }) => ({
    key,
    count,
    name: nameOf(key),
    color: key === "kind:link" ? 0 : ++color <= MOST_COLORS ? color : 0,
  }));
  const index = new Uint16Array(counts.length);
  ordered.forEach((code, i) => (index[code] = i));
  return { types, typeOf: Uint16Array.from(codes, (code) => index[code]) };
}

/** @param {string} key */
function nameOf(key) {
  if (key.startsWith("section:")) return key.slice(8);
  return key.startsWith("kind:") ? translate(`edge.${key.slice(5)}`) : key;
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
