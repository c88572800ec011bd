/** Find notes by name, alias, title, tag or folder while the reader types. */

import { fold } from "./normalize.js";

/** @import { Graph } from "./graph.js" */

/**
 * @typedef {object} Hit
 * @property {number} node
 * @property {number} score lower is better
 * @property {string} matched the alias, tag or folder that matched; empty for the name itself
 */

/** The folded names of a vault, built at the first search. */
export class SearchIndex {
  /** @param {Graph} graph */
  constructor(graph) {
    const details = graph.details;
    this.graph = graph;
    this.names = graph.label.map(fold);
    this.titles = details ? details.titles.map((title) => title && fold(title)) : [];
    this.aliases = details ? details.aliasLines.map((line) => line && fold(line)) : [];
    this.tags = details ? details.tags.map((tag) => fold(tag)) : [];
    this.folders = details ? details.folders.map((folder) => fold(folder)) : [];
  }

  /**
   * Every word must match; the whole text as one run in a name ranks highest.
   * `#tag` matches tags only, `folder/` folders only.
   * @param {string} text
   * @returns {Hit[]} the best first
   */
  find(text) {
    const whole = fold(text).trim();
    if (!whole) return [];
    const parts = whole.split(/\s+/);
    const tags = parts.map((part) => containing(this.tags, part.replace(/^#/, "")));
    const folders = parts.map((part) => containing(this.folders, part.replace(/\/$/, "")));
    /** @type {Hit[]} */
    const hits = [];
    for (let node = 0; node < this.graph.size; node++) {
      const hit = this.match(node, whole, parts, tags, folders);
      if (hit) hits.push(hit);
    }
    return hits.sort((a, b) => a.score - b.score || a.node - b.node);
  }

  /**
   * @param {number} node
   * @param {string} whole
   * @param {string[]} parts
   * @param {Uint8Array[]} tags
   * @param {Uint8Array[]} folders
   * @returns {Hit | null}
   */
  match(node, whole, parts, tags, folders) {
    const name = this.names[node];
    const at = name.indexOf(whole);
    if (at === 0) return { node, score: name.length === whole.length ? 0 : 1, matched: "" };
    if (at > 0) return { node, score: isBoundary(name, at) ? 2 : 3, matched: "" };
    let score = 0;
    let matched = "";
    for (let p = 0; p < parts.length; p++) {
      const [partScore, reason] = this.matchPart(node, parts[p], tags[p], folders[p]);
      if (!partScore) return null;
      score = Math.max(score, partScore);
      matched ||= reason;
    }
    return { node, score, matched };
  }

  /**
   * @param {number} node
   * @param {string} part
   * @param {Uint8Array} tags
   * @param {Uint8Array} folders
   * @returns {[score: number, matched: string]} score 0 without a match
   */
  matchPart(node, part, tags, folders) {
    const details = this.graph.details;
    if (!part.startsWith("#") && this.names[node].includes(part)) return [4, ""];
    if (!details) return [0, ""];
    if (part.startsWith("#") || !part.endsWith("/")) {
      for (let i = details.tagStart[node]; i < details.tagStart[node + 1]; i++) {
        if (tags[details.tag[i]]) return [6, `#${details.tags[details.tag[i]]}`];
      }
    }
    if (part.startsWith("#")) return [0, ""];
    if (this.titles[node]?.includes(part)) return [4, details.titles[node]];
    if (this.aliases[node]?.includes(part)) {
      const alias = details.aliasesOf(node).find((name) => fold(name).includes(part));
      return [5, alias ?? ""];
    }
    if (folders[details.folder[node]]) return [7, details.folderOf(node)];
    return [0, ""];
  }
}

/**
 * @param {string[]} names
 * @param {string} part
 */
function containing(names, part) {
  const result = new Uint8Array(names.length);
  if (part) names.forEach((name, i) => (result[i] = name.includes(part) ? 1 : 0));
  return result;
}

/**
 * @param {string} name
 * @param {number} at
 */
function isBoundary(name, at) {
  return /[\s\-_/.,:;()[\]]/.test(name[at - 1]);
}
