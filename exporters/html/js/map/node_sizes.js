/** The radius of each node: it grows with the number of links, and more slowly than the map when zooming. */

import { around } from "./camera.js";

/** @import { Camera } from "./camera.js" */
/** @import { Graph } from "../data/graph.js" */

/** Largest radius, in pixels. */
const LARGEST = 24;
/** Radius of a leaf, as a share of the distance between neighbours. */
const LEAF_SHARE = 0.27;
/** Nodes that are measured for the typical gap. */
const SAMPLE = 700;

export class NodeSizes {
  /**
   * @param {Uint32Array} degree visible links of each node
   * @param {number} count visible nodes
   * @param {number} gap median distance of a node from the nearest other, in world units
   * @param {number} [share] radius of a leaf, as a share of the gap
   */
  constructor(degree, count, gap, share = LEAF_SHARE) {
    this.share = share;
    this.growth = Float32Array.from(degree, (links) => 1 + Math.min(3.6, 0.3 * Math.sqrt(links)));
    this.count = Math.max(1, count);
    this.gap = gap;
  }

  /**
   * @param {Camera} camera
   * @returns {number} the radius of a node without links, in pixels
   */
  leafRadius(camera) {
    const distance = this.gap * camera.fitScale;
    const base = Math.min(5, Math.max(0.6, distance * this.share));
    return base * Math.min(6, Math.sqrt(camera.scale / camera.fitScale));
  }

  /**
   * @param {number} node
   * @param {number} leafRadius
   * @returns {number} pixels
   */
  radius(node, leafRadius) {
    return Math.min(LARGEST, Math.min(leafRadius, 7) * this.growth[node]);
  }
}

/**
 * @param {Graph} graph
 * @param {Uint8Array} visible
 * @returns {number} median distance of a node from the nearest other, in world units
 */
export function typicalGap(graph, visible) {
  const nodes = [];
  for (const node of graph.ranked) if (visible[node]) nodes.push(node);
  if (nodes.length < 2) return 600;
  const cells = cellsOf(graph, nodes);
  const every = Math.max(1, Math.floor(nodes.length / SAMPLE));
  const gaps = [];
  for (let i = 0; i < nodes.length; i += every) gaps.push(nearest(graph, cells, nodes[i]));
  const known = gaps.filter(Number.isFinite).sort((a, b) => a - b);
  return known.length ? Math.max(1, known[Math.floor(known.length / 2)]) : 600;
}

/**
 * @typedef {object} Cells
 * @property {Map<number, number[]>} at
 * @property {number} size
 * @property {number} left
 * @property {number} top
 */

/**
 * @param {Graph} graph
 * @param {number[]} nodes
 * @returns {Cells}
 */
function cellsOf({ x, y }, nodes) {
  const { left, right, top, bottom } = around(x, y, nodes); // a map from elsewhere may be small
  const size = Math.max(1e-6, Math.max(right - left, bottom - top) / Math.max(1, Math.sqrt(nodes.length / 2)));
  /** @type {Map<number, number[]>} */
  const at = new Map();
  for (const node of nodes) {
    const cell = Math.floor((x[node] - left) / size) * 4096 + Math.floor((y[node] - top) / size);
    const list = at.get(cell);
    if (list) list.push(node);
    else at.set(cell, [node]);
  }
  return { at, size, left, top };
}

/**
 * @param {Graph} graph
 * @param {Cells} cells
 * @param {number} node
 */
function nearest({ x, y }, { at, size, left, top }, node) {
  const column = Math.floor((x[node] - left) / size);
  const row = Math.floor((y[node] - top) / size);
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
