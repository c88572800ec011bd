/** The graph as the page knows it: columns by node, and the edges both ways. */

/** @import { Columns } from "./unpack.js" */

/**
 * @typedef {object} Meta what the page is told beside the columns
 * @property {string} title
 * @property {string} vault
 * @property {string} root
 * @property {string} openWith
 * @property {string} lang
 * @property {"none" | "links" | "full"} snippets
 * @property {string[]} kinds
 * @property {string[]} edgeKinds
 * @property {number} links how often one is written
 * @property {string[]} relations
 * @property {string[]} communities
 * @property {{query: string, color: string}[]} groups
 * @property {{tag: boolean, attachment: boolean, topic: boolean, orphans: boolean}} show
 * @property {string} search
 */

export const HIDDEN = 1;
export const JOURNAL = 2;
export const ORPHAN = 4;
export const OUTSIDE = 8;

/** Days between the year 1000, where dates are counted from, and 1970. */
const EPOCH = 354285;
/**
 * Days as text: there are far fewer than notes.
 * @type {Map<number, string>}
 */
const known = new Map();
/** World units across the longer side of the map. */
export const WORLD = 10000;

/** All nodes, by number (0 is the most important), and all edges, by source. */
export class Vault {
  /**
   * @param {Meta} meta
   * @param {Columns} map
   */
  constructor(meta, map) {
    this.meta = meta;
    const xs = map.u16("x");
    const ys = map.u16("y");
    this.size = xs.length;
    this.x = Float32Array.from(xs, (x) => (x * WORLD) / 65535);
    this.y = Float32Array.from(ys, (y) => (y * WORLD) / 65535);
    this.kind = map.u8("kind");
    this.flags = map.u8("flags");
    this.group = map.u8("group");
    this.community = map.u32("community");
    this.label = this.size ? map.lines("label") : [];
    this.edgeKind = map.u8("edgeKind");
    this.mention = meta.edgeKinds.indexOf("mention");
    const edges = linked(this.size, map.u32("fan"), map.u32("target"));
    /** The edges of a node: `out[node]` up to `out[node + 1]`. */
    this.out = edges.out;
    this.from = edges.from;
    this.to = edges.to;
    /** The edges to a node: `inEdge[in[node]]` and following. */
    this.in = edges.in;
    this.inEdge = edges.inEdge;
    this.degree = this.degrees();
    /** @type {Words | null} */
    this.words = null;
  }

  /** Links in and out of each node; mentions are not links. */
  degrees() {
    const degree = new Uint32Array(this.size);
    for (let e = 0; e < this.to.length; e++) {
      if (this.edgeKind[e] === this.mention) continue;
      degree[this.from[e]]++;
      degree[this.to[e]]++;
    }
    return degree;
  }

  /**
   * @param {number} node
   * @returns {number[]} the distinct nodes it is linked with, the most important first
   */
  neighbors(node) {
    const found = new Set();
    for (let e = this.out[node]; e < this.out[node + 1]; e++) {
      if (this.edgeKind[e] !== this.mention) found.add(this.to[e]);
    }
    for (let i = this.in[node]; i < this.in[node + 1]; i++) {
      const e = this.inEdge[i];
      if (this.edgeKind[e] !== this.mention) found.add(this.from[e]);
    }
    found.delete(node);
    return [...found].sort((a, b) => a - b);
  }

  /** @param {number} node */
  kindName(node) {
    return this.meta.kinds[this.kind[node]];
  }

  /** @param {Columns} columns */
  learn(columns) {
    this.words = new Words(this, columns);
  }
}

/** What is known about each node beside its place: names, folders, tags, dates, properties. */
class Words {
  /**
   * @param {Vault} vault
   * @param {Columns} columns
   */
  constructor(vault, columns) {
    this.vault = vault;
    this.folders = columns.lines("folders");
    this.folder = columns.u32("folder");
    this.paths = columns.lines("path");
    this.titles = columns.lines("title");
    this.aliasLines = columns.lines("aliases");
    this.tags = columns.lines("tags");
    this.tagStart = starts(columns.u32("tagCount"));
    this.tag = columns.u32("tag");
    this.created = columns.u32("created");
    this.modified = columns.u32("modified");
    this.wordCount = columns.u32("wordCount");
    this.propertyLines = columns.lines("properties");
    this.relation = columns.u32("relation");
    this.count = columns.u32("count");
  }

  /** @param {number} node */
  folderOf(node) {
    return this.folders[this.folder[node]];
  }

  /**
   * @param {number} node
   * @returns {string} its vault path; empty where there is no file
   */
  pathOf(node) {
    const given = this.paths[node];
    if (given) return given.trim() && given;
    if (this.vault.kindName(node) === "tag" || this.vault.kindName(node) === "topic") return "";
    const folder = this.folderOf(node);
    return `${folder && `${folder}/`}${this.vault.label[node]}.md`;
  }

  /**
   * @param {number} node
   * @returns {string} what names it in a link to this page: the same after the next build
   */
  keyOf(node) {
    return this.pathOf(node) || `${this.vault.kindName(node)}:${this.vault.label[node]}`;
  }

  /** @param {number} node */
  titleOf(node) {
    return this.titles[node] || this.vault.label[node];
  }

  /** @param {number} node */
  aliasesOf(node) {
    return this.aliasLines[node] ? this.aliasLines[node].split("\t") : [];
  }

  /** @param {number} node */
  tagsOf(node) {
    const tags = [];
    for (let i = this.tagStart[node]; i < this.tagStart[node + 1]; i++) {
      tags.push(this.tags[this.tag[i]]);
    }
    return tags;
  }

  /**
   * @param {number} node
   * @returns {[name: string, value: string | string[]][]}
   */
  propertiesOf(node) {
    return this.propertyLines[node] ? JSON.parse(this.propertyLines[node]) : [];
  }

  /**
   * @param {number} node
   * @returns {number} when it was written (or last changed), 0 when nobody knows
   */
  dayOf(node) {
    return this.created[node] || this.modified[node];
  }
}

/**
 * @param {number} day since the year 1000
 * @returns {string} an ISO date; empty for 0
 */
export function isoDay(day) {
  if (!day) return "";
  let text = known.get(day);
  if (!text) known.set(day, (text = new Date((day - EPOCH) * 86400000).toISOString().slice(0, 10)));
  return text;
}

/**
 * @param {string} text an ISO date
 * @returns {number} 0 when it is none
 */
export function dayOfIso(text) {
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) ? 0 : Math.round(time / 86400000) + EPOCH;
}

/**
 * @param {number} size
 * @param {ArrayLike<number>} fan edges of each source
 * @param {ArrayLike<number>} steps from one target to the next
 */
function linked(size, fan, steps) {
  const count = steps.length;
  const out = starts(fan);
  const from = new Uint32Array(count);
  const to = new Uint32Array(count);
  const received = new Uint32Array(size);
  for (let node = 0; node < size; node++) {
    let target = 0;
    for (let e = out[node]; e < out[node + 1]; e++) {
      target += steps[e];
      from[e] = node;
      to[e] = target;
      received[target]++;
    }
  }
  const into = starts(received);
  const inEdge = new Uint32Array(count);
  const next = into.slice();
  for (let e = 0; e < count; e++) inEdge[next[to[e]]++] = e;
  return { out, from, to, in: into, inEdge };
}

/** @param {ArrayLike<number>} counts */
function starts(counts) {
  const result = new Uint32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++) result[i + 1] = result[i] + counts[i];
  return result;
}
