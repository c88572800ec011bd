/** The sentences around links: by note in compressed blocks, inflated when one of their edges is shown. */

import { inflateText } from "./unpack.js";

/** @typedef {[line: number, before?: string, link?: string, after?: string]} Snippet */
/** @typedef {[line: number, text?: number, from?: number, start?: number, end?: number, to?: number]} Row */
/** @typedef {[texts: string[], edges: Row[][]]} NoteSnippets what `snippets.py` writes for one note */
/** @typedef {[lines: number, bytes: number, data: string][]} Blocks */
/** @import { Graph } from "./graph.js" */

/** Blocks that stay in memory at most; each is about 64 KiB. */
const MOST_KEPT = 96;

export class SnippetStore {
  /**
   * @param {Graph} graph
   * @param {Blocks} blocks
   */
  constructor(graph, blocks) {
    this.graph = graph;
    this.blocks = blocks;
    /** First node of each block. */
    this.starts = [0];
    for (const [lines] of blocks) this.starts.push(this.starts[this.starts.length - 1] + lines);
    /** @type {Map<number, string[]>} lines of inflated blocks, the least recently used first */
    this.kept = new Map();
  }

  /**
   * @param {number} edge
   * @returns {number} -1 without a block
   */
  blockOf(edge) {
    return this.blockOfNode(this.graph.from[edge]);
  }

  /**
   * @param {number} node
   * @returns {number} -1 without a block
   */
  blockOfNode(node) {
    let low = 0;
    let high = this.blocks.length;
    if (!(node < this.starts[high])) return -1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] <= node) low = middle;
      else high = middle;
    }
    return low;
  }

  /**
   * Inflate the blocks of these edges.
   * @param {number[]} edges
   */
  async load(edges) {
    const missing = new Set(edges.map((edge) => this.blockOf(edge)).filter((block) => block >= 0 && !this.kept.has(block)));
    await Promise.all([...missing].map(async (block) => {
      this.kept.set(block, (await this.textOf(block)).split("\n"));
    }));
    for (const block of this.kept.keys()) {
      if (this.kept.size <= MOST_KEPT) break;
      this.kept.delete(block);
    }
  }

  /**
   * @param {number} block
   * @returns {Promise<string>} its lines; they are not kept
   */
  textOf(block) {
    return inflateText(this.blocks[block][2], this.blocks[block][1]);
  }

  /**
   * @param {number[]} edges
   * @returns {boolean} whether all of their blocks are inflated
   */
  has(edges) {
    return edges.every((edge) => {
      const block = this.blockOf(edge);
      return block < 0 || this.kept.has(block);
    });
  }

  /**
   * @param {number} edge whose block has been loaded
   * @returns {Snippet[]}
   */
  of(edge) {
    const block = this.blockOf(edge);
    const lines = this.kept.get(block);
    if (!lines) return [];
    this.kept.delete(block);
    this.kept.set(block, lines);
    const source = this.graph.from[edge];
    const line = lines[source - this.starts[block]];
    if (!line) return [];
    /** @type {NoteSnippets} */
    const [texts, edges] = JSON.parse(line);
    return (edges[edge - this.graph.out[source]] ?? []).map(([at, number, from, start, end, to]) => {
      if (number === undefined) return [at];
      const text = texts[number];
      const marks = { before: from ? "…" : "", after: (to ?? 0) < text.length ? "…" : "" };
      return [at, marks.before + text.slice(from, start), text.slice(start, end), text.slice(end, to) + marks.after];
    });
  }
}
