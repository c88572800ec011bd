/** How large a node is drawn: more links, larger; growing more slowly than the map when zooming. */

/** @import { Camera } from "./camera.js" */
/** @import { Vault } from "../data/graph.js" */

const LARGEST = 24;
/** Nodes asked how far their nearest neighbour is. */
const ASKED = 700;

export class Sizes {
  /**
   * @param {Vault} vault
   * @param {number} count how many nodes share the screen
   * @param {number} gap world units between neighbours, typically
   */
  constructor(vault, count, gap) {
    this.growth = Float32Array.from(vault.degree, (links) => 1 + Math.min(3.6, 0.3 * Math.sqrt(links)));
    this.shown = Math.max(1, count);
    this.gap = gap;
  }

  /**
   * @param {Camera} camera
   * @returns {number} the radius of a node without links, in pixels
   */
  leaf(camera) {
    const apart = this.gap * camera.whole;
    const base = Math.min(5, Math.max(0.6, apart * 0.27));
    return base * Math.min(6, Math.sqrt(camera.scale / camera.whole));
  }

  /**
   * @param {number} node
   * @param {number} leaf
   * @returns {number} pixels
   */
  radius(node, leaf) {
    return Math.min(LARGEST, Math.min(leaf, 7) * this.growth[node]);
  }
}

/**
 * @param {Vault} vault
 * @param {Uint8Array} shown
 * @returns {number} how far a node is from the nearest other, in world units: the median
 */
export function typicalGap(vault, shown) {
  const nodes = [];
  for (let node = 0; node < vault.size; node++) if (shown[node]) nodes.push(node);
  if (nodes.length < 2) return 600;
  const cells = sorted(vault, nodes);
  const every = Math.max(1, Math.floor(nodes.length / ASKED));
  const gaps = [];
  for (let i = 0; i < nodes.length; i += every) gaps.push(nearest(vault, cells, nodes[i]));
  const known = gaps.filter(Number.isFinite).sort((a, b) => a - b);
  return known.length ? Math.max(1, known[Math.floor(known.length / 2)]) : 600;
}

/**
 * @typedef {object} Cells
 * @property {Map<number, number[]>} at
 * @property {number} size
 */

/**
 * @param {Vault} vault
 * @param {number[]} nodes
 * @returns {Cells}
 */
function sorted({ x, y }, nodes) {
  const size = 10000 / Math.max(1, Math.sqrt(nodes.length / 2));
  /** @type {Map<number, number[]>} */
  const at = new Map();
  for (const node of nodes) {
    const cell = Math.floor(x[node] / size) * 4096 + Math.floor(y[node] / size);
    const list = at.get(cell);
    if (list) list.push(node);
    else at.set(cell, [node]);
  }
  return { at, size };
}

/**
 * @param {Vault} vault
 * @param {Cells} cells
 * @param {number} node
 */
function nearest({ x, y }, { at, size }, node) {
  const column = Math.floor(x[node] / size);
  const row = Math.floor(y[node] / size);
  let best = Infinity;
  for (let dx = -2; dx <= 2; dx++) {
    for (let dy = -2; dy <= 2; dy++) {
      for (const other of at.get((column + dx) * 4096 + row + dy) ?? []) {
        if (other === node) continue;
        best = Math.min(best, Math.hypot(x[node] - x[other], y[node] - y[other]));
      }
    }
  }
  return best;
}
