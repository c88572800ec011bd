/** The shortest way from note to note, along links in either direction. */

/** @import { Vault } from "./graph.js" */

/**
 * Breadth first; of several shortest ways the one through the most important notes.
 * @param {Vault} vault
 * @param {number} from
 * @param {number} to
 * @param {Uint8Array} shown
 * @returns {number[]} the notes on the way, both ends included; empty when there is none
 */
export function shortest(vault, from, to, shown) {
  if (from === to) return [from];
  const before = new Int32Array(vault.size).fill(-1);
  before[from] = from;
  let edge = [from];
  while (edge.length) {
    /** @type {number[]} */
    const next = [];
    for (const node of edge) {
      for (const other of vault.neighbors(node)) {
        if (before[other] >= 0 || (!shown[other] && other !== to)) continue;
        before[other] = node;
        if (other === to) return back(before, from, to);
        next.push(other);
      }
    }
    edge = next.sort((a, b) => a - b);
  }
  return [];
}

/**
 * @param {Int32Array} before
 * @param {number} from
 * @param {number} to
 */
function back(before, from, to) {
  const way = [to];
  while (way[0] !== from) way.unshift(before[way[0]]);
  return way;
}

/**
 * The nodes around one, ring by ring.
 * @param {Vault} vault
 * @param {number} center
 * @param {number} depth
 * @param {Uint8Array} shown
 * @param {number} most
 * @returns {{nodes: Map<number, number>, all: number}} each node's distance, the most important
 *   kept; and how many there were
 */
export function surroundings(vault, center, depth, shown, most) {
  const nodes = new Map([[center, 0]]);
  let all = 1;
  let ring = [center];
  for (let step = 1; step <= depth; step++) {
    const found = new Set();
    for (const node of ring) {
      for (const other of vault.neighbors(node)) if (shown[other] && !nodes.has(other)) found.add(other);
    }
    all += found.size;
    ring = [...found].sort((a, b) => a - b).slice(0, Math.max(0, most - nodes.size));
    for (const node of ring) nodes.set(node, step);
  }
  return { nodes, all };
}
