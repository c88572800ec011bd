/** Find notes by name, alias, title, tag or folder while the reader types. */

import { fold } from "./normalize.js";

/** @import { Vault } from "./graph.js" */

/**
 * @typedef {object} Hit
 * @property {number} node
 * @property {number} score lower is better
 * @property {string} why the alias, tag or folder that matched; empty for the name itself
 */

/** The folded names of a vault; made once, when somebody first searches. */
export class Index {
  /** @param {Vault} vault */
  constructor(vault) {
    const words = vault.words;
    this.vault = vault;
    this.names = vault.label.map(fold);
    this.titles = words ? words.titles.map((title) => title && fold(title)) : [];
    this.aliases = words ? words.aliasLines.map((line) => line && fold(line)) : [];
    this.tags = words ? words.tags.map((tag) => fold(tag)) : [];
    this.folders = words ? words.folders.map((folder) => fold(folder)) : [];
  }

  /**
   * Every word must be found somewhere; the whole as one run in a name counts most.
   * `#tag` looks among tags only, `folder/` among folders only.
   * @param {string} text
   * @returns {Hit[]} the best first
   */
  find(text) {
    const whole = fold(text).trim();
    if (!whole) return [];
    const parts = whole.split(/\s+/);
    const tags = parts.map((part) => marked(this.tags, part.replace(/^#/, "")));
    const folders = parts.map((part) => marked(this.folders, part.replace(/\/$/, "")));
    /** @type {Hit[]} */
    const hits = [];
    for (let node = 0; node < this.vault.size; node++) {
      const hit = this.judge(node, whole, parts, tags, folders);
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
  judge(node, whole, parts, tags, folders) {
    const name = this.names[node];
    const at = name.indexOf(whole);
    if (at === 0) return { node, score: name.length === whole.length ? 0 : 1, why: "" };
    if (at > 0) return { node, score: isBoundary(name, at) ? 2 : 3, why: "" };
    let score = 0;
    let why = "";
    for (let p = 0; p < parts.length; p++) {
      const [worth, reason] = this.part(node, parts[p], tags[p], folders[p]);
      if (!worth) return null;
      score = Math.max(score, worth);
      why ||= reason;
    }
    return { node, score, why };
  }

  /**
   * @param {number} node
   * @param {string} part
   * @param {Uint8Array} tags
   * @param {Uint8Array} folders
   * @returns {[score: number, why: string]} score 0 when it is nowhere
   */
  part(node, part, tags, folders) {
    const words = this.vault.words;
    if (!part.startsWith("#") && this.names[node].includes(part)) return [4, ""];
    if (!words) return [0, ""];
    if (part.startsWith("#") || !part.endsWith("/")) {
      for (let i = words.tagStart[node]; i < words.tagStart[node + 1]; i++) {
        if (tags[words.tag[i]]) return [6, `#${words.tags[words.tag[i]]}`];
      }
    }
    if (part.startsWith("#")) return [0, ""];
    if (this.titles[node]?.includes(part)) return [4, words.titles[node]];
    if (this.aliases[node]?.includes(part)) {
      const alias = words.aliasesOf(node).find((name) => fold(name).includes(part));
      return [5, alias ?? ""];
    }
    if (folders[words.folder[node]]) return [7, words.folderOf(node)];
    return [0, ""];
  }
}

/**
 * @param {string[]} names
 * @param {string} part
 */
function marked(names, part) {
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
