/** The highlight of a map that shows a change: all that is not the same; the rest fades. */

import { onePerPair } from "./highlight.js";

/** @import { Highlight } from "./highlight.js" */
/** @import { Graph } from "../data/graph.js" */
/** @import { Change } from "../data/past.js" */

/** How much everything else fades. */
const DIMMING = 0.72;

/**
 * @param {Graph} graph
 * @param {Change} change
 * @param {Uint8Array} visible
 * @returns {Highlight}
 */
export function highlightChange(graph, change, visible) {
  const nodes = graph.sorted([...change.node.keys()].filter((node) => change.node[node] && visible[node]));
  const known = new Set(nodes);
  const ends = new Set();
  const edges = changedEdges(graph, change, visible);
  for (const edge of edges) for (const end of [graph.from[edge], graph.to[edge]]) if (!known.has(end)) ends.add(end);
  return { center: -1, nodes: [...nodes, ...graph.sorted(ends)], ...onePerPair(graph, edges), dimming: DIMMING };
}

/**
 * @param {Graph} graph
 * @param {Change} change
 * @param {Uint8Array} visible
 * @returns {number[]} the edges on the map that are not the same
 */
export function changedEdges(graph, change, visible) {
  const edges = [];
  for (let e = 0; e < change.edge.length; e++) {
    if (change.edge[e] && !graph.edgeOff[e] && visible[graph.from[e]] && visible[graph.to[e]]) edges.push(e);
  }
  return edges;
}
