/** The graph in memory: one column per property of a node, and the edges of each node in both directions. */

import { NodeDetails } from "./node_details.js";
import { startOffsets } from "./offsets.js";

/** @import { Past } from "./past.js" */
/** @import { Columns } from "./unpack.js" */

/**
 * @typedef {object} Meta values of the whole vault, beside the columns
 * @property {string} title
 * @property {string} vault its name in Obsidian
 * @property {string} root
 * @property {string} openWith
 * @property {string} lang
 * @property {[name: string, address: string][]} views named views
 * @property {"none" | "links" | "full"} snippets
 * @property {string[]} kinds
 * @property {string[]} edgeKinds
 * @property {number} links how many links are written in the notes
 * @property {string[]} relations
 * @property {string[]} sections headings that links stand under; the first is none
 * @property {string[]} communities
 * @property {{query: string, color: string}[]} groups
 * @property {{tag: boolean, attachment: boolean, topic: boolean, orphans: boolean, hubs: boolean}} show
 * @property {string} search
 * @property {import("./past.js").PastMeta} [past]
 * @property {string} [live] what a served page was made from: the server's run, and a number
 */

export const HIDDEN = 1;
export const JOURNAL = 2;
export const ORPHAN = 4;
export const OUTSIDE = 8;
/** A topic, written or not. */
export const TOPIC = 16;

/** World units across the map, which layouts fill; fixed, so that a far node moves no other. */
export const WORLD = 10000;

/**
 * All nodes by number, and all edges, ordered by source. A number means nothing but identity: what
 * is more important is told by `rank`. (In a page as built, numbers are given by rank.)
 */
export class Graph {
  /**
   * @param {Meta} meta
   * @param {Columns} map
   */
  constructor(meta, map) {
    this.meta = meta;
    const xs = map.u16("x");
    const ys = map.u16("y");
    this.size = xs.length;
    /** The rank of each node; 0 is the most important. */
    this.rank = Uint32Array.from(xs, (_, node) => node);
    /** All nodes, the most important first. */
    this.ranked = this.rank.slice();
    /** Positions on the map. */
    this.mapX = Float32Array.from(xs, (x) => (x * WORLD) / 65535);
    this.mapY = Float32Array.from(ys, (y) => (y * WORLD) / 65535);
    /** Current positions: those on the map, or others while a neighbourhood is focused. */
    this.x = this.mapX;
    this.y = this.mapY;
    this.kind = map.u8("kind");
    this.flags = map.u8("flags");
    this.group = map.u8("group");
    this.community = map.u32("community");
    /** File names, as in the vault. */
    this.names = this.size ? map.lines("label") : [];
    /** What nodes are called on the page: names, or titles on request. */
    this.label = this.names;
    this.edgeKind = map.u8("edgeKind");
    this.mention = meta.edgeKinds.indexOf("mention");
    /** The kind of links that are not written any more. */
    this.gone = meta.edgeKinds.indexOf("gone");
    /** 1 for each edge that is not on the map: mentions at first. */
    this.edgeOff = Uint8Array.from(this.edgeKind, (kind) => (kind === this.mention ? 1 : 0));
    const edges = adjacency(this.size, map.u32("fan"), map.u32("target"));
    /** The edges that leave a node: `out[node]` up to `out[node + 1]`. */
    this.out = edges.out;
    this.from = edges.from;
    this.to = edges.to;
    /** The edges that arrive at a node: `inEdge[in[node]]` up to `inEdge[in[node + 1]]`. */
    this.in = edges.in;
    this.inEdge = edges.inEdge;
    this.degree = this.degrees();
    /** @type {NodeDetails | null} */
    this.details = null;
    /** @type {import("./text_search.js").TextSearch | null} */
    this.texts = null;
    /** @type {import("./similar_texts.js").SimilarTexts | null} small vaults have them */
    this.similar = null;
    /** @type {Past | null} what the page knows of the past; most pages know nothing */
    this.past = null;
  }

  /**
   * @param {Uint32Array<ArrayBuffer>} rank a different number for each node
   */
  setRanks(rank) {
    this.rank = rank;
    this.ranked = new Uint32Array(this.size);
    rank.forEach((place, node) => (this.ranked[place] = node));
  }

  /**
   * @param {Iterable<number>} nodes
   * @returns {number[]} the same, the most important first
   */
  sorted(nodes) {
    const { rank } = this;
    return [...nodes].sort((a, b) => rank[a] - rank[b]);
  }

  /** The change that the map shows. */
  get change() {
    return this.past?.change ?? null;
  }

  /** Links in and out of each node; mentions are not links, nor are links that are gone. */
  degrees() {
    const degree = new Uint32Array(this.size);
    for (let e = 0; e < this.to.length; e++) {
      if (this.edgeKind[e] === this.mention || this.edgeKind[e] === this.gone) continue;
      degree[this.from[e]]++;
      degree[this.to[e]]++;
    }
    return degree;
  }

  /**
   * @param {Uint8Array} visible
   * @returns {Uint32Array} edges of each visible node to visible nodes, in and out
   */
  visibleDegrees(visible) {
    const degree = new Uint32Array(this.size);
    for (let e = 0; e < this.to.length; e++) {
      if (this.edgeOff[e] || !visible[this.from[e]] || !visible[this.to[e]]) continue;
      degree[this.from[e]]++;
      degree[this.to[e]]++;
    }
    return degree;
  }

  /**
   * @param {number} node
   * @returns {number[]} the distinct nodes that links connect it with, the most important first
   */
  neighbors(node) {
    const found = new Set();
    for (let e = this.out[node]; e < this.out[node + 1]; e++) {
      if (!this.edgeOff[e]) found.add(this.to[e]);
    }
    for (let i = this.in[node]; i < this.in[node + 1]; i++) {
      const e = this.inEdge[i];
      if (!this.edgeOff[e]) found.add(this.from[e]);
    }
    found.delete(node);
    return this.sorted(found);
  }

  /** @param {number} node */
  kindName(node) {
    return this.meta.kinds[this.kind[node]];
  }

  /**
   * @param {number} node
   * @returns {string} what its dot looks like: as its kind, but a written topic is told from a note
   */
  shapeOf(node) {
    const kind = this.kindName(node);
    return kind === "note" && this.flags[node] & TOPIC ? "written" : kind;
  }

  /**
   * Move some nodes to places of their own around the middle; all others are where the map has them.
   * @param {Map<number, {x: number, y: number}>} positions
   * @returns {Uint8Array<ArrayBuffer>} 1 for each node that was moved
   */
  moveToMiddle(positions) {
    this.x = this.mapX.slice();
    this.y = this.mapY.slice();
    const moved = new Uint8Array(this.size);
    for (const [node, { x, y }] of positions) {
      moved[node] = 1;
      this.x[node] = WORLD / 2 + x;
      this.y[node] = WORLD / 2 + y;
    }
    return moved;
  }

  /**
   * Call nodes by their titles, or by their file names.
   * @param {boolean} titles
   * @returns {boolean} whether labels have changed
   */
  useTitles(titles) {
    const { details } = this;
    if (titles === (this.label !== this.names)) return false;
    this.label = titles && details ? this.names.map((name, node) => details.titles[node] || name) : this.names;
    return true;
  }

  /** @param {Columns} columns */
  addDetails(columns) {
    this.details = new NodeDetails(this, columns);
  }
}

/**
 * @param {number} size
 * @param {ArrayLike<number>} fan number of edges of each source
 * @param {ArrayLike<number>} steps difference of each target from the one before it
 */
function adjacency(size, fan, steps) {
  const count = steps.length;
  const out = startOffsets(fan);
  const from = new Uint32Array(count);
  const to = new Uint32Array(count);
  for (let node = 0; node < size; node++) {
    let target = 0;
    for (let e = out[node]; e < out[node + 1]; e++) {
      target += steps[e];
      from[e] = node;
      to[e] = target;
    }
  }
  const [into, inEdge] = arrivals(size, to);
  return { out, from, to, in: into, inEdge };
}

/**
 * @param {number} size number of nodes
 * @param {Uint32Array} to the target of each edge
 * @returns {[into: Uint32Array, inEdge: Uint32Array<ArrayBuffer>]} `in` and `inEdge` of a graph
 */
export function arrivals(size, to) {
  const received = new Uint32Array(size);
  for (const target of to) received[target]++;
  const into = startOffsets(received);
  const inEdge = new Uint32Array(to.length);
  const next = into.slice();
  for (let e = 0; e < to.length; e++) inEdge[next[to[e]]++] = e;
  return [into, inEdge];
}
