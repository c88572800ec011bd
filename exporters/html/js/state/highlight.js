/** What stands out while the rest fades: a note and its neighbours, hits of a search, a path. */

/** @import { Vault } from "../data/graph.js" */

/**
 * @typedef {object} Focus
 * @property {number} center the note it is about; -1 for none
 * @property {number[]} nodes the most important first
 * @property {number[]} edges
 * @property {number} veil how much the rest fades, 0 to 1
 */

/**
 * @param {Vault} vault
 * @param {number} node
 * @param {Uint8Array} shown
 * @param {number} veil
 * @returns {Focus}
 */
export function onNode(vault, node, shown, veil) {
  const nodes = vault.neighbors(node).filter((other) => shown[other]);
  return { center: node, nodes: [node, ...nodes], edges: incident(vault, node, shown), veil };
}

/**
 * @param {Vault} vault
 * @param {number[]} nodes
 * @param {number} veil
 * @returns {Focus} these nodes, and the edges between those that are few enough to tell apart
 */
export function onNodes(vault, nodes, veil) {
  const sorted = [...nodes].sort((a, b) => a - b);
  return { center: -1, nodes: sorted, edges: sorted.length <= 400 ? among(vault, sorted) : [], veil };
}

/**
 * @param {Vault} vault
 * @param {number[]} path
 * @param {number} veil
 * @returns {Focus}
 */
export function onPath(vault, path, veil) {
  /** @type {number[]} */
  const edges = [];
  for (let i = 1; i < path.length; i++) edges.push(...among(vault, [path[i - 1], path[i]]).slice(0, 1));
  return { center: -1, nodes: path, edges, veil };
}

/**
 * @param {Vault} vault
 * @param {number} node
 * @param {Uint8Array} shown
 */
function incident(vault, node, shown) {
  /** @type {number[]} */
  const edges = [];
  const seen = new Set();
  const add = (/** @type {number} */ e, /** @type {number} */ other) => {
    if (vault.edgeKind[e] === vault.mention || !shown[other] || seen.has(other)) return;
    seen.add(other);
    edges.push(e);
  };
  for (let e = vault.out[node]; e < vault.out[node + 1]; e++) add(e, vault.to[e]);
  for (let i = vault.in[node]; i < vault.in[node + 1]; i++) add(vault.inEdge[i], vault.from[vault.inEdge[i]]);
  return edges;
}

/**
 * @param {Vault} vault
 * @param {number[]} nodes
 */
export function among(vault, nodes) {
  const inside = new Set(nodes);
  /** @type {number[]} */
  const edges = [];
  for (const node of nodes) {
    for (let e = vault.out[node]; e < vault.out[node + 1]; e++) {
      if (inside.has(vault.to[e]) && vault.edgeKind[e] !== vault.mention) edges.push(e);
    }
  }
  return edges;
}
