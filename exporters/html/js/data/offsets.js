/** Runs of different length in one column: where each starts. */

/**
 * @param {ArrayLike<number>} counts length of each run
 * @returns {Uint32Array} where each run starts, and one more: where the last ends
 */
export function startOffsets(counts) {
  const result = new Uint32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++) result[i + 1] = result[i] + counts[i];
  return result;
}
