/** The sentences around links: by note in compressed blocks, inflated when one of their edges is shown. */

import { inflateText } from "./unpack.js";

/** @typedef {[line: number, before?: string, link?: string, after?: string]} Snippet */
/** @typedef {[line: number, text?: number, start?: number, length?: number, from?: number, to?: number]} Row */
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
    const lines = this.starts[this.starts.length - 1];
    /** The line of each node; -1 without one in the blocks. */
    this.lines = Int32Array.from({ length: graph.size }, (_, node) => (node < lines ? node : -1));
    /** The node of each line; -1 if it is not valid any more. */
    this.nodes = this.lines.slice(0, lines);
    /** @type {Map<number, string>} lines of nodes that are in no block */
    this.fresh = new Map();
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
   * Follow a change of the graph.
   * @param {import("./graph_delta.js").Renumbered} change
   */
  renumber({ numbers, sentences }) {
    const lines = new Int32Array(this.graph.size).fill(-1);
    /** @type {Map<number, string>} */
    const fresh = new Map();
    numbers.forEach((node, old) => {
      if (node < 0 || sentences.has(node)) return;
      lines[node] = this.lines[old];
      const line = this.fresh.get(old);
      if (line) fresh.set(node, line);
    });
    for (const [node, line] of sentences) fresh.set(node, line);
    this.lines = lines;
    this.fresh = fresh;
    this.nodes.fill(-1);
    lines.forEach((line, node) => line >= 0 && (this.nodes[line] = node));
  }

  /**
   * @param {number} node
   * @returns {number} -1 without a block
   */
  blockOfNode(node) {
    const line = this.lines[node];
    let low = 0;
    let high = this.blocks.length;
    if (line < 0) return -1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] <= line) low = middle;
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
    const source = this.graph.from[edge];
    const line = this.fresh.get(source) ?? this.lineInBlock(source);
    if (!line) return [];
    /** @type {NoteSnippets} */
    const [texts, edges] = JSON.parse(line);
    return (edges[edge - this.graph.out[source]] ?? []).map(([at, number, start = 0, length = 0, from = 0, to]) => {
      if (number === undefined) return [at];
      const text = texts[number];
      const end = start + length;
      const marks = { before: from ? "…" : "", after: (to ?? text.length) < text.length ? "…" : "" };
      return [at, marks.before + text.slice(from, start), text.slice(start, end), text.slice(end, to) + marks.after];
    });
  }

  /**
   * @param {number} node
   * @returns {string | undefined}
   */
  lineInBlock(node) {
    const block = this.blockOfNode(node);
    const lines = this.kept.get(block);
    if (!lines) return undefined;
    this.kept.delete(block);
    this.kept.set(block, lines);
    return lines[this.lines[node] - this.starts[block]];
  }
}
