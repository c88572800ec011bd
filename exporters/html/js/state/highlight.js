/** The highlighted part of the map: a note and its neighbours, the hits of a search, or a path. */

/** @import { Graph } from "../data/graph.js" */

/**
 * @typedef {object} Highlight
 * @property {number} center the selected or hovered node; -1 for none
 * @property {number[]} nodes the most important first
 * @property {number[]} edges
 * @property {number} dimming how much the rest fades, 0 to 1
 */

/**
 * @param {Graph} graph
 * @param {number} node
 * @param {Uint8Array} visible
 * @param {number} dimming
 * @returns {Highlight}
 */
export function highlightNode(graph, node, visible, dimming) {
  const nodes = graph.neighbors(node).filter((other) => visible[other]);
  return { center: node, nodes: [node, ...nodes], edges: incident(graph, node, visible), dimming };
}

/**
 * @param {Graph} graph
 * @param {number[]} nodes
 * @param {number} dimming
 * @returns {Highlight} these nodes, and the edges between them if they are few
 */
export function highlightNodes(graph, nodes, dimming) {
  const sorted = [...nodes].sort((a, b) => a - b);
  return { center: -1, nodes: sorted, edges: sorted.length <= 400 ? edgesAmong(graph, sorted) : [], dimming };
}

/**
 * @param {Graph} graph
 * @param {number[]} path
 * @param {number} dimming
 * @returns {Highlight}
 */
export function highlightPath(graph, path, dimming) {
  /** @type {number[]} */
  const edges = [];
  for (let i = 1; i < path.length; i++) edges.push(...edgesAmong(graph, [path[i - 1], path[i]]).slice(0, 1));
  return { center: -1, nodes: path, edges, dimming };
}

/**
 * @param {Graph} graph
 * @param {number} node
 * @param {Uint8Array} visible
 */
function incident(graph, node, visible) {
  /** @type {number[]} */
  const edges = [];
  const seen = new Set();
  const add = (/** @type {number} */ e, /** @type {number} */ other) => {
    if (graph.edgeKind[e] === graph.mention || !visible[other] || seen.has(other)) return;
    seen.add(other);
    edges.push(e);
  };
  for (let e = graph.out[node]; e < graph.out[node + 1]; e++) add(e, graph.to[e]);
  for (let i = graph.in[node]; i < graph.in[node + 1]; i++) add(graph.inEdge[i], graph.from[graph.inEdge[i]]);
  return edges;
}

/**
 * @param {Graph} graph
 * @param {number[]} nodes
 */
export function edgesAmong(graph, nodes) {
  const inside = new Set(nodes);
  /** @type {number[]} */
  const edges = [];
  for (const node of nodes) {
    for (let e = graph.out[node]; e < graph.out[node + 1]; e++) {
      if (inside.has(graph.to[e]) && graph.edgeKind[e] !== graph.mention) edges.push(e);
    }
  }
  return edges;
}
