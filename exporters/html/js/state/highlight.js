/** The highlighted part of the map: a note and its neighbours, the hits of a search, or a path. */

/** @import { Graph } from "../data/graph.js" */

/**
 * @typedef {object} Highlight
 * @property {number} center the selected or hovered node; -1 for none
 * @property {number[]} nodes the most important first
 * @property {number[]} edges one for each pair of nodes
 * @property {Set<number>} bothWays those of them whose nodes link to each other
 * @property {number} dimming how much the rest fades, 0 to 1
 * @property {boolean} [complete] whether it is all that is on the map
 */

/** Of more nodes, the edges between them are not highlighted. */
const MOST_NODES = 400;

/**
 * @param {Graph} graph
 * @param {number} node
 * @param {Uint8Array} visible
 * @param {number} dimming
 * @returns {Highlight}
 */
export function highlightNode(graph, node, visible, dimming) {
  const nodes = graph.neighbors(node).filter((other) => visible[other]);
  return { center: node, nodes: [node, ...nodes], ...onePerPair(graph, incident(graph, node, visible)), dimming };
}

/**
 * @param {Graph} graph
 * @param {number[]} nodes
 * @param {number} dimming
 * @returns {Highlight} these nodes, and the edges between them if they are few
 */
export function highlightNodes(graph, nodes, dimming) {
  const sorted = graph.sorted(nodes);
  const edges = sorted.length <= MOST_NODES ? edgesAmong(graph, sorted) : [];
  return { center: -1, nodes: sorted, ...onePerPair(graph, edges), dimming };
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
  for (let i = 1; i < path.length; i++) edges.push(...edgesAmong(graph, [path[i - 1], path[i]]));
  return { center: -1, nodes: path, ...onePerPair(graph, edges), dimming };
}

/**
 * @param {Graph} graph
 * @param {number} node
 * @param {Uint8Array} visible
 */
function incident(graph, node, visible) {
  /** @type {number[]} */
  const edges = [];
  for (let e = graph.out[node]; e < graph.out[node + 1]; e++) {
    if (!graph.edgeOff[e] && visible[graph.to[e]]) edges.push(e);
  }
  for (let i = graph.in[node]; i < graph.in[node + 1]; i++) {
    const e = graph.inEdge[i];
    if (!graph.edgeOff[e] && visible[graph.from[e]]) edges.push(e);
  }
  return edges;
}

/**
 * @param {Graph} graph
 * @param {number[]} edges
 * @returns {{edges: number[], bothWays: Set<number>}}
 */
export function onePerPair(graph, edges) {
  /** @type {Map<number, number>} */
  const byPair = new Map();
  /** @type {Set<number>} */
  const bothWays = new Set();
  for (const edge of edges) {
    const [a, b] = [graph.from[edge], graph.to[edge]];
    if (a === b) continue;
    const pair = Math.min(a, b) * graph.size + Math.max(a, b);
    const first = byPair.get(pair);
    if (first === undefined) byPair.set(pair, edge);
    else if (graph.from[first] !== a) bothWays.add(first);
  }
  return { edges: [...byPair.values()], bothWays };
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
      if (inside.has(graph.to[e]) && !graph.edgeOff[e]) edges.push(e);
    }
  }
  return edges;
}
