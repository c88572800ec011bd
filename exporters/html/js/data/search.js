/** Search while the reader types: notes by name, title, alias, tag, folder and the query language, ranked. */

import { fold } from "./normalize.js";
import { parseQuery, QueryError, wordStartsWith } from "./query.js";

/** @import { Graph } from "./graph.js" */

/**
 * @typedef {object} Hit
 * @property {number} node
 * @property {number} score lower is better; up to `BY_NAME` the name, title or alias matched
 * @property {string} matched the alias, title, tag or folder that matched; empty for the name itself
 */

/** Hits with a score up to this were found by a name of the note, not by its tag or folder. */
export const BY_NAME = 5;

/** The folded names of a vault, built at the first search. */
export class SearchIndex {
  /** @param {Graph} graph */
  constructor(graph) {
    const details = graph.details;
    this.graph = graph;
    this.names = graph.names.map(fold);
    this.titles = details ? details.titles.map((title) => title && fold(title)) : [];
    this.aliases = details ? details.aliasLines.map((line) => line && fold(line)) : [];
    this.tags = details ? details.tags.map((tag) => fold(tag)) : [];
    this.folders = details ? details.folders.map((folder) => fold(folder)) : [];
  }

  /**
   * Every word must match; the whole text as one run in a name ranks highest.
   * @param {string} text
   * @returns {Hit[]} the best first; none for a query that is not complete
   */
  find(text) {
    if (!text.trim()) return [];
    const whole = fold(text).trim();
    try {
      const query = parseQuery(this.graph, text);
      return query.plain ? this.byWords(whole, query.words) : this.byQuery(query);
    } catch (error) {
      if (error instanceof QueryError) return this.byWords(whole, whole.split(/\s+/));
      throw error;
    }
  }

  /** @param {import("./query.js").Query} query */
  byQuery({ test, words, reasons }) {
    const tests = words.map((word) => this.matcher(word));
    /** @type {Hit[]} */
    const hits = [];
    for (let node = 0; node < this.graph.size; node++) {
      if (!test(node)) continue;
      const parts = tests.map((match) => match(node));
      const first = (parts.find((part) => part[1])?.[1] ?? "") || (reasons.map((reason) => reason(node)).find(Boolean) ?? "");
      hits.push({ node, score: Math.max(0, ...parts.map(([score]) => score || BY_NAME)), matched: first });
    }
    return this.sorted(hits);
  }

  /**
   * @param {string} whole
   * @param {string[]} words
   */
  byWords(whole, words) {
    const tests = words.map((word) => this.matcher(word));
    /** @type {Hit[]} */
    const hits = [];
    for (let node = 0; node < this.graph.size; node++) {
      const name = this.names[node];
      const at = name.indexOf(whole);
      if (at === 0) hits.push({ node, score: name.length === whole.length ? 0 : 1, matched: "" });
      else if (at > 0) hits.push({ node, score: wordStartsWith(name, whole) ? 2 : 3, matched: "" });
      else {
        let score = 0;
        let matched = "";
        for (const match of tests) {
          const [partScore, reason] = match(node);
          score = partScore ? Math.max(score, partScore) : Infinity;
          if (score === Infinity) break;
          matched ||= reason;
        }
        if (score < Infinity) hits.push({ node, score, matched });
      }
    }
    return this.sorted(hits);
  }

  /** @param {Hit[]} hits */
  sorted(hits) {
    const { rank } = this.graph;
    return hits.sort((a, b) => a.score - b.score || rank[a.node] - rank[b.node]);
  }

  /**
   * @param {string} word
   * @returns {(node: number) => [score: number, matched: string]} score 0 without a match
   */
  matcher(word) {
    const { details } = this.graph;
    const tags = this.tags.map((tag) => wordStartsWith(tag, word));
    const folders = this.folders.map((folder) => wordStartsWith(folder, word));
    return (node) => {
      if (this.names[node].includes(word)) return [4, ""];
      if (!details) return [0, ""];
      if (this.titles[node].includes(word)) return [4, details.titles[node]];
      if (this.aliases[node].includes(word)) {
        return [BY_NAME, details.aliasesOf(node).find((name) => fold(name).includes(word)) ?? ""];
      }
      for (let i = details.tagStart[node]; i < details.tagStart[node + 1]; i++) {
        if (tags[details.tag[i]]) return [6, `#${details.tags[details.tag[i]]}`];
      }
      return folders[details.folder[node]] ? [7, details.folderOf(node)] : [0, ""];
    };
  }
}
