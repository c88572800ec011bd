/** The map of topics: topics alone, sized by their notes, with lines where two go together beyond chance. */

import { topicPairs } from "../data/topic_pairs.js";
import { focusLayout } from "./focus_layout.js";

/** @import { Camera } from "./camera.js" */
/** @import { Graph } from "../data/graph.js" */
/** @import { Highlight } from "../state/highlight.js" */
/** @import { Positions } from "./focus_layout.js" */
/** @import { Scene } from "./painter.js" */
/** @import { TopicPair } from "../data/topic_pairs.js" */

/** What the topic with the most notes counts as, in links: its dot is the largest. */
const LARGEST = 144;
/** Lines of each topic that pull it. */
const STRONGEST = 2;
/** World units for a topic without lines. */
const CELL = { width: 150, height: 56 };
/** Opacity of the weakest line, and of the strongest. */
const OPACITY = { least: 0.15, most: 0.75 };
/** Width of the strongest line, in pixels. */
const WIDEST = 5;

export class TopicMap {
  /** @param {Graph} graph */
  constructor(graph) {
    this.graph = graph;
    /** @type {TopicPair[]} */
    this.pairs = [];
    /** @type {Uint32Array} number of notes of each topic */
    this.notes = new Uint32Array(graph.size);
    /** @type {Positions} */
    this.positions = new Map();
  }

  /**
   * Choose the topics, give them positions, and let the graph have these.
   * @param {Uint8Array} passing nodes that the filter shows: their notes count
   * @returns {Uint8Array} the visible nodes
   */
  apply(passing) {
    const { graph } = this;
    const { notes, topics, pairs } = topicPairs(graph, passing);
    this.notes = notes;
    this.pairs = pairs;
    this.positions = this.layOut(topics);
    return graph.moveToMiddle(this.positions);
  }

  /**
   * Topics with lines by forces, along the strongest lines of each; the others in rows below.
   * @param {number[]} topics
   * @returns {Positions} around the origin
   */
  layOut(topics) {
    const { graph, pairs } = this;
    const lines = { from: pairs.map(({ a }) => a), to: pairs.map(({ b }) => b), mapX: graph.mapX, mapY: graph.mapY };
    const used = new Uint32Array(graph.size);
    const strongest = [...pairs.keys()].filter((i) => {
      const [a, b] = [used[lines.from[i]]++, used[lines.to[i]]++];
      return Math.min(a, b) < STRONGEST;
    });
    const paired = topics.filter((node) => used[node]);
    const distances = new Map(paired.map((node, i) => [node, i ? 1 + i / paired.length : 0]));
    const known = new Map([...this.positions].filter(([node]) => distances.has(node)));
    const positions = focusLayout(lines, distances, strongest, known, new Set());
    const xs = [...positions.values()].map(({ x }) => x);
    const left = Math.min(0, ...xs);
    const columns = Math.max(6, Math.floor((Math.max(0, ...xs) - left) / CELL.width));
    const top = Math.max(0, ...[...positions.values()].map(({ y }) => y)) + 2 * CELL.height;
    topics.filter((node) => !used[node]).forEach((node, i) => {
      positions.set(node, { x: left + (i % columns) * CELL.width, y: top + Math.floor(i / columns) * CELL.height });
    });
    return positions;
  }

  /** The number of notes of each topic, scaled so that the largest dot is that of the largest topic. */
  get weights() {
    const most = this.notes.reduce((a, b) => Math.max(a, b), 1);
    return this.notes.map((notes) => (notes * LARGEST) / most);
  }

  /** Give the graph its own positions back. */
  leave() {
    this.graph.x = this.graph.mapX;
    this.graph.y = this.graph.mapY;
  }

  /**
   * @param {number} node
   * @param {number} dimming
   * @returns {Highlight} a topic and those that go with it
   */
  highlight(node, dimming) {
    const others = this.pairs.filter(({ a, b }) => a === node || b === node).map(({ a, b }) => (a === node ? b : a));
    return { center: node, nodes: [node, ...this.graph.sorted(others)], edges: [], bothWays: new Set(), dimming };
  }
}

/**
 * @typedef {object} PairLine a line of the map of topics
 * @property {number} a one topic
 * @property {number} b the other
 * @property {string} color
 * @property {number} opacity
 * @property {number} width in pixels
 */

/**
 * @param {Scene} scene
 * @param {number} [center] only the lines of this topic
 * @returns {PairLine[]}
 */
export function pairLines({ pairs, palette, colorIndex }, center = -1) {
  const shown = center < 0 ? pairs : pairs.filter(({ a, b }) => a === center || b === center);
  return shown.map(({ a, b, weight }) => {
    const end = a === center ? b : a;
    return {
      a,
      b,
      color: palette[colorIndex[a] === colorIndex[b] || center >= 0 ? colorIndex[end] : 0],
      opacity: OPACITY.least + (OPACITY.most - OPACITY.least) * (center >= 0 ? 1 : weight),
      width: 0.8 + (WIDEST - 0.8) * weight * weight,
    };
  });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {number} [center] only the lines of this topic
 */
export function paintPairs(context, scene, camera, center = -1) {
  const { graph } = scene;
  for (const { a, b, color, opacity, width } of pairLines(scene, center)) {
    context.beginPath();
    context.moveTo(camera.toScreenX(graph.x[a]), camera.toScreenY(graph.y[a]));
    context.lineTo(camera.toScreenX(graph.x[b]), camera.toScreenY(graph.y[b]));
    context.strokeStyle = color;
    context.globalAlpha = opacity;
    context.lineWidth = width;
    context.stroke();
  }
  context.globalAlpha = 1;
}
