/** Breadth-first searches along links in either direction: shortest path, neighbourhood. */

/** @import { Graph } from "./graph.js" */

/**
 * Breadth-first search; among equally short paths, the one through the most important notes.
 * @param {Graph} graph
 * @param {number} from
 * @param {number} to
 * @param {Uint8Array} visible
 * @returns {number[]} the nodes of the path, both ends included; empty if there is none
 */
export function shortestPath(graph, from, to, visible) {
  if (from === to) return [from];
  const before = new Int32Array(graph.size).fill(-1);
  before[from] = from;
  let edge = [from];
  while (edge.length) {
    /** @type {number[]} */
    const next = [];
    for (const node of edge) {
      for (const other of graph.neighbors(node)) {
        if (before[other] >= 0 || (!visible[other] && other !== to)) continue;
        before[other] = node;
        if (other === to) return back(before, from, to);
        next.push(other);
      }
    }
    edge = graph.sorted(next);
  }
  return [];
}

/**
 * @param {Int32Array} before
 * @param {number} from
 * @param {number} to
 */
function back(before, from, to) {
  const path = [to];
  while (path[0] !== from) path.unshift(before[path[0]]);
  return path;
}

/**
 * The nodes around a node, ring by ring.
 * @param {Graph} graph
 * @param {number} center
 * @param {number} depth
 * @param {Uint8Array} visible
 * @param {number} most
 * @returns {{nodes: Map<number, number>, all: number}} the distance of each
 *   node, limited to the most important; and the number without that limit
 */
export function neighborhood(graph, center, depth, visible, most) {
  const nodes = new Map([[center, 0]]);
  let all = 1;
  let ring = [center];
  for (let step = 1; step <= depth; step++) {
    const found = new Set();
    for (const node of ring) {
      for (const other of graph.neighbors(node)) if (visible[other] && !nodes.has(other)) found.add(other);
    }
    all += found.size;
    ring = graph.sorted(found).slice(0, Math.max(0, most - nodes.size));
    for (const node of ring) nodes.set(node, step);
  }
  return { nodes, all };
}
