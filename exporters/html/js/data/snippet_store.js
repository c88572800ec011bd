/** The sentences around links: in compressed blocks, inflated when one of their edges is shown. */

import { inflateText } from "./unpack.js";

/** @typedef {[line: number, before?: string, link?: string, after?: string]} Snippet */
/** @typedef {[lines: number, bytes: number, data: string][]} Blocks */

/** Blocks that stay in memory at most; each is about 64 KiB. */
const MOST_KEPT = 96;

export class SnippetStore {
  /** @param {Blocks} blocks */
  constructor(blocks) {
    this.blocks = blocks;
    /** First edge of each block. */
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
    let low = 0;
    let high = this.blocks.length;
    if (edge >= this.starts[high]) return -1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] <= edge) low = middle;
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
      const text = await inflateText(this.blocks[block][2], this.blocks[block][1]);
      this.kept.set(block, text.split("\n"));
    }));
    for (const block of this.kept.keys()) {
      if (this.kept.size <= MOST_KEPT) break;
      this.kept.delete(block);
    }
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
    const line = lines[edge - this.starts[block]];
    return line ? JSON.parse(line) : [];
  }
}
