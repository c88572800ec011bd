/** The past of the graph: what happened to each node and edge, and the days on which each link was there. */

import { startOffsets } from "./offsets.js";

/** @import { Columns } from "./unpack.js" */
/** @import { Graph } from "./graph.js" */

/** What happened to a node or an edge, as `union_graph.py` numbers it. */
export const SAME = 0;
export const NEW = 1;
export const GONE = 2;
export const CHANGED = 3;

/**
 * @typedef {[what: string, nodes: number[], values: (string | number)[]]} ChangeEntry
 * @typedef {object} PastMeta
 * @property {boolean} shown whether the states are shown at first
 * @property {string} before the older state: a day and a commit
 * @property {string} after
 * @property {ChangeEntry[]} changes
 * @property {boolean} lives whether the days of each link are known
 * @property {number} lastDay of the last commit
 * @property {boolean} shallow whether the repository has only a part of its history
 */

/** What happened to each node and each edge between two states. */
export class Change {
  /**
   * @param {Uint8Array} node states
   * @param {Uint8Array} edge states
   */
  constructor(node, edge) {
    this.node = node;
    this.edge = edge;
  }

  /** @returns {number} nodes and edges that are not the same */
  get size() {
    const changed = (/** @type {number} */ sum, /** @type {number} */ state) => sum + (state ? 1 : 0);
    return this.edge.reduce(changed, this.node.reduce(changed, 0));
  }
}

/** The days on which each link was there. */
class Lives {
  /**
   * @param {Columns} columns
   * @param {number} lastDay
   */
  constructor(columns, lastDay) {
    this.lastDay = lastDay;
    /** The day on which git first had a node; 0 if unknown. */
    this.nodeBorn = columns.u32("nodeBorn");
    /** The lives of an edge: `start[edge]` up to `start[edge + 1]`. */
    this.start = startOffsets(columns.u32("lifeCount"));
    this.born = columns.u32("born");
    /** 0: it is still there. */
    this.died = columns.u32("died");
  }

  /**
   * @param {number} edge
   * @param {number} day
   * @returns {boolean} whether it was there; true for an edge without known days
   */
  hadEdge(edge, day) {
    const from = this.start[edge];
    const to = this.start[edge + 1];
    for (let life = from; life < to; life++) {
      if (this.born[life] <= day && (!this.died[life] || day < this.died[life])) return true;
    }
    return from === to;
  }

  /**
   * @param {number} day
   * @returns {Change} what happened after a day
   */
  since(day) {
    const node = Uint8Array.from(this.nodeBorn, (born) => (born > day ? NEW : SAME));
    const edge = new Uint8Array(this.start.length - 1);
    for (let e = 0; e < edge.length; e++) {
      const last = this.start[e + 1] - 1;
      if (last < this.start[e]) continue;
      const there = this.hadEdge(e, day);
      if (!this.died[last] && !there) edge[e] = NEW;
      else if (this.died[last] > day && there) edge[e] = GONE;
    }
    return new Change(node, edge);
  }

  /** @returns {Uint32Array} the day of each link's first birth */
  births() {
    const days = [];
    for (let e = 0; e + 1 < this.start.length; e++) if (this.start[e] < this.start[e + 1]) days.push(this.born[this.start[e]]);
    return Uint32Array.from(days);
  }
}

export class Past {
  /**
   * @param {Graph} graph
   * @param {PastMeta} meta
   * @param {Columns} columns
   */
  constructor(graph, meta, columns) {
    this.graph = graph;
    this.meta = meta;
    /** What the page was made for: the change between two states, or since the last build. */
    this.given = new Change(columns.u8("nodeState"), columns.u8("edgeState"));
    this.lives = meta.lives ? new Lives(columns, meta.lastDay) : null;
    /** @type {Change | null} what is on the map now */
    this.change = meta.shown ? this.given : null;
    /** The last day of the timeline; 0 for no limit. */
    this.until = 0;
  }

  /**
   * @param {number} day 0 for no limit
   * @returns {boolean} whether other edges are on the map now
   */
  setDay(day) {
    const before = this.until;
    this.until = this.lives ? day : 0;
    return this.until !== before;
  }

  /**
   * Take the edges from the map that are not there: those of another time.
   * @param {Uint8Array} off 1 for each edge that is not on the map; changed in place
   */
  hideEdges(off) {
    const { change, graph, lives, until } = this;
    for (let e = 0; e < off.length; e++) {
      if (graph.edgeKind[e] === graph.gone) off[e] = (until ? lives?.hadEdge(e, until) : change?.edge[e] === GONE) ? 0 : 1;
      else if (until && !lives?.hadEdge(e, until)) off[e] = 1;
    }
  }

  /**
   * @param {Uint8Array<ArrayBuffer>} off
   * @returns {Uint8Array<ArrayBuffer>} 1 also for each edge that is drawn as changed
   */
  plainOff(off) {
    const { change } = this;
    return change ? off.map((one, e) => (one || change.edge[e] ? 1 : 0)) : off;
  }
}
