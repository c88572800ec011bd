/** Focus: the neighbourhood of one note on the whole map, with positions of its own. */

import { WORLD } from "../data/graph.js";
import { neighborhood } from "../data/traversal.js";
import { edgesAmong, onePerPair } from "../state/highlight.js";
import { focusLayout } from "./focus_layout.js";

/** @import { Graph } from "../data/graph.js" */
/** @import { Highlight } from "../state/highlight.js" */
/** @import { Positions } from "./focus_layout.js" */

/** Nodes at most, the most important ones. */
const MOST = 220;
/** Further nodes that a click on a node adds at most. */
const MOST_ADDED = 60;
/** The origin of the layout, in world units. */
const MIDDLE = WORLD / 2;

export class Focus {
  /**
   * @param {Graph} graph
   * @param {number} center
   * @param {number} depth 1 to 3
   */
  constructor(graph, center, depth) {
    this.graph = graph;
    this.center = center;
    this.depth = depth;
    /** @type {number[]} nodes whose neighbours are shown, too */
    this.expanded = [];
    /** @type {Positions} */
    this.positions = new Map();
    /** @type {Set<number>} nodes that were moved by hand */
    this.pinned = new Set();
    /** @type {number[]} */
    this.nodes = [];
    /** Number of nodes in the neighbourhood, without the limit. */
    this.all = 0;
  }

  /**
   * Choose the nodes, give them positions, and let the graph have these.
   * @param {Uint8Array} passing nodes that the filter shows
   * @returns {Uint8Array} the visible nodes
   */
  apply(passing) {
    const { graph } = this;
    const { nodes, all } = neighborhood(graph, this.center, this.depth, passing, MOST);
    for (const node of this.expanded) {
      let added = 0;
      const distance = (nodes.get(node) ?? 0) + 1;
      for (const other of graph.neighbors(node)) {
        if (!passing[other] || nodes.has(other) || added++ >= MOST_ADDED) continue;
        nodes.set(other, distance);
      }
    }
    this.nodes = [...nodes.keys()];
    this.all = Math.max(all, nodes.size);
    const { edges } = onePerPair(graph, edgesAmong(graph, this.nodes));
    const known = new Map([...this.positions].filter(([node]) => nodes.has(node)));
    this.positions = focusLayout(graph, nodes, edges, known, this.pinned);
    return graph.moveToMiddle(this.positions);
  }

  /** Give the graph its own positions back. */
  leave() {
    this.graph.x = this.graph.mapX;
    this.graph.y = this.graph.mapY;
  }

  /**
   * Move a node by hand; it stays there.
   * @param {number} node
   * @param {number} x world units
   * @param {number} y
   */
  pin(node, x, y) {
    this.pinned.add(node);
    this.positions.set(node, { x: x - MIDDLE, y: y - MIDDLE });
    this.graph.x[node] = x;
    this.graph.y[node] = y;
  }

  /** @returns {[node: number, x: number, y: number][]} for the address */
  pins() {
    return [...this.pinned].map((node) => {
      const { x, y } = this.positions.get(node) ?? { x: 0, y: 0 };
      return [node, Math.round(x), Math.round(y)];
    });
  }

  /** @returns {Highlight} all of it, with arrows; nothing is dimmed */
  highlight() {
    const { graph, center } = this;
    const nodes = [center, ...this.nodes.filter((node) => node !== center)];
    return { center, nodes, ...onePerPair(graph, edgesAmong(graph, nodes)), dimming: 0, complete: true };
  }
}
