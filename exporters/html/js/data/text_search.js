/** Full-text search over the sentences that the page holds: `text:word`. */

import { fold } from "./normalize.js";

/** @import { NoteSnippets, SnippetStore } from "./snippet_store.js" */

/** Folded sentences stay in memory up to this many bytes; those of a larger vault are read anew each time. */
const MOST_KEPT = 32_000_000;
/** Answers that are kept. */
const MOST_ANSWERS = 40;

export class TextSearch {
  /**
   * @param {SnippetStore} snippets
   * @param {() => void} done called when an answer that was asked for is known
   */
  constructor(snippets, done) {
    this.snippets = snippets;
    this.done = done;
    this.keeps = snippets.blocks.reduce((sum, [, bytes]) => sum + bytes, 0) <= MOST_KEPT;
    /** @type {Map<number, string[]>} folded lines by block */
    this.lines = new Map();
    /** @type {Map<string, Uint8Array | null>} by folded text; null while it is searched for */
    this.answers = new Map();
  }

  /**
   * @param {string} wanted
   * @returns {Uint8Array | null} 1 for each node with a sentence that has this text; null if that is not known yet
   */
  find(wanted) {
    const folded = fold(wanted);
    const known = this.answers.get(folded);
    if (known !== undefined) return known;
    const now = this.keeps && this.lines.size === this.snippets.blocks.length ? this.inFresh(folded) : null;
    this.answers.set(folded, now);
    for (const first of this.answers.keys()) {
      if (this.answers.size <= MOST_ANSWERS) break;
      this.answers.delete(first);
    }
    if (now) for (const [block, lines] of this.lines) this.mark(now, block, lines, folded);
    else void this.search(folded);
    return now;
  }

  /** @param {string} wanted folded */
  async search(wanted) {
    const { answers } = this;
    const found = this.inFresh(wanted);
    for (let block = 0; block < this.snippets.blocks.length; block++) {
      const lines = this.lines.get(block) ?? foldedTexts(await this.snippets.textOf(block));
      if (this.keeps) this.lines.set(block, lines);
      this.mark(found, block, lines, wanted);
    }
    if (answers === this.answers) answers.set(wanted, found);
    this.done();
  }

  /**
   * @param {Uint8Array} found
   * @param {number} block
   * @param {string[]} lines
   * @param {string} wanted folded
   */
  mark(found, block, lines, wanted) {
    const { starts, nodes } = this.snippets;
    for (let i = 0; i < lines.length; i++) {
      const node = nodes[starts[block] + i];
      if (node >= 0 && lines[i].includes(wanted)) found[node] = 1;
    }
  }

  /**
   * @param {string} wanted folded
   * @returns {Uint8Array} 1 for each node whose sentences are in no block and have this text
   */
  inFresh(wanted) {
    const found = new Uint8Array(this.snippets.graph.size);
    for (const [node, line] of this.snippets.fresh) if (foldedTexts(line)[0].includes(wanted)) found[node] = 1;
    return found;
  }

  /** The graph has changed: forget all answers. */
  forget() {
    this.answers = new Map();
  }
}

/**
 * @param {string} text lines of a block
 * @returns {string[]} the texts of each note, folded
 */
function foldedTexts(text) {
  return text.split("\n").map((line) => {
    if (!line) return "";
    /** @type {NoteSnippets} */
    const [texts] = JSON.parse(line);
    return fold(texts.join("\n"));
  });
}
