/** The notes with similar texts, as the build found them; a note that is new on an open page has none. */

import { startOffsets } from "./offsets.js";

/** @import { Columns } from "./unpack.js" */

export class SimilarTexts {
  /** @param {Columns} columns */
  constructor(columns) {
    this.start = startOffsets(columns.u32("count"));
    this.similar = columns.u32("similar");
  }

  /**
   * @param {number} node
   * @returns {number[]} the most similar first
   */
  of(node) {
    return node + 1 < this.start.length ? [...this.similar.subarray(this.start[node], this.start[node + 1])] : [];
  }
}
