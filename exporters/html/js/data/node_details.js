/** Details of each node: folder, path, title, aliases, tags, dates, properties; and of each edge. */

import { startOffsets } from "./offsets.js";

/** @import { Columns } from "./unpack.js" */
/** @import { Graph } from "./graph.js" */

export class NodeDetails {
  /**
   * @param {Graph} graph
   * @param {Columns} columns
   */
  constructor(graph, columns) {
    this.graph = graph;
    this.folders = columns.lines("folders");
    this.folder = columns.u32("folder");
    this.paths = columns.lines("path");
    this.titles = columns.lines("title");
    this.aliasLines = columns.lines("aliases");
    this.tags = columns.lines("tags");
    this.tagStart = startOffsets(columns.u32("tagCount"));
    this.tag = columns.u32("tag");
    this.created = columns.u32("created");
    this.modified = columns.u32("modified");
    /** Whether any note has a date. */
    this.dated = Boolean(graph.past?.lives) || this.created.some(Boolean) || this.modified.some(Boolean);
    this.wordCount = columns.u32("wordCount");
    this.propertyLines = columns.lines("properties");
    this.relation = columns.u32("relation");
    /** Heading of each edge: index in `sections` of the graph's values. */
    this.section = columns.u32("section");
    this.count = columns.u32("count");
    /** @type {Map<number, number>} how likely each mention should be a link, by edge: 0 to 1000; none on a live page that changes */
    this.mentionScore = new Map();
    const scores = columns.u32("mentionScore");
    graph.edgeKind.forEach((kind, edge) => kind === graph.mention && this.mentionScore.set(edge, scores[this.mentionScore.size]));
    /** @type {string[]} the keys of the nodes in the graph, in a live page only */
    this.keys = [];
    /** @type {Map<string, number>} */
    this.byKey = new Map();
    if (graph.meta.live) this.setKeys(columns.lines("key"));
  }

  /** @param {string[]} keys */
  setKeys(keys) {
    this.keys = keys;
    this.byKey = new Map(keys.map((key, node) => [key, node]));
  }

  /**
   * @param {string} key
   * @returns {number} -1 if there is no such node
   */
  numberOf(key) {
    return this.byKey.get(key) ?? -1;
  }

  /** @param {number} node */
  folderOf(node) {
    return this.folders[this.folder[node]];
  }

  /**
   * @param {number} node
   * @returns {string} its path in the vault; empty for a node without a file
   */
  pathOf(node) {
    const given = this.paths[node];
    if (given) return given.trim() && given;
    if (this.graph.kindName(node) === "tag" || this.graph.kindName(node) === "topic") return "";
    const folder = this.folderOf(node);
    return `${folder && `${folder}/`}${this.graph.names[node]}.md`;
  }

  /**
   * @param {number} node
   * @returns {string} its identity in a link to this page; the same after the next build
   */
  keyOf(node) {
    return this.pathOf(node) || `${this.graph.kindName(node)}:${this.graph.names[node]}`;
  }

  /** @param {number} node */
  titleOf(node) {
    return this.titles[node] || this.graph.label[node];
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
   * @param {number[]} edges mentions
   * @returns {number[]} the best candidates for links first, as `noteweave mentions` lists them
   */
  bestMentions(edges) {
    const { graph, mentionScore } = this;
    const path = (/** @type {number} */ edge) => this.pathOf(graph.from[edge]);
    const score = (/** @type {number} */ edge) => mentionScore.get(edge) ?? 0;
    return [...edges].sort((a, b) => score(b) - score(a) || (path(a) < path(b) ? -1 : 1));
  }

  /** @param {number} edge */
  relationOf(edge) {
    return this.graph.meta.relations[this.relation[edge]];
  }

  /** @param {number} edge */
  sectionOf(edge) {
    return this.graph.meta.sections[this.section[edge]];
  }

  /**
   * @param {number} node
   * @returns {number} the day it was created (first committed, where the past is known), else last modified; 0 if unknown
   */
  dayOf(node) {
    return this.graph.past?.lives?.nodeBorn[node] || this.created[node] || this.modified[node];
  }
}
