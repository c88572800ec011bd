/** The notes with similar texts, as they were when the page was made; a note that is new since then has none. */

import { startOffsets } from "./offsets.js";

/** @import { Columns } from "./unpack.js" */

export class SimilarTexts {
  /** @param {Columns} columns */
  constructor(columns) {
    const start = startOffsets(columns.u32("count"));
    const similar = columns.u32("similar");
    /** @type {number[][]} of each node */
    this.found = Array.from({ length: start.length - 1 }, (_, node) => [...similar.subarray(start[node], start[node + 1])]);
  }

  /** @param {Int32Array} numbers the number of each earlier node; -1 if it is gone */
  renumber(numbers) {
    /** @type {number[][]} */
    const found = [];
    this.found.forEach((similar, old) => {
      if (numbers[old] >= 0) found[numbers[old]] = similar.map((node) => numbers[node]).filter((node) => node >= 0);
    });
    this.found = found;
  }

  /**
   * @param {number} node
   * @returns {number[]} the most similar first
   */
  of(node) {
    return this.found[node] ?? [];
  }
}
