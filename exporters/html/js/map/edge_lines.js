/** The lines of the map: one for each pair of linked nodes. */

/** @import { Graph } from "../data/graph.js" */

/**
 * @param {Graph} graph
 * @returns {Uint32Array} one edge for each pair of nodes with edges that are neither hidden nor changed
 */
export function linkedPairs(graph) {
  const { from, to, out, rank } = graph;
  const edgeOff = graph.past ? graph.past.plainOff(graph.edgeOff) : graph.edgeOff;
  const kept = new Uint32Array(to.length);
  let count = 0;
  for (let e = 0; e < to.length; e++) {
    if (edgeOff[e]) continue;
    if (e + 1 < out[from[e] + 1] && to[e + 1] === to[e] && !edgeOff[e + 1]) continue; // the last says most
    if (rank[from[e]] > rank[to[e]] && links({ out, to, edgeOff }, to[e], from[e])) continue;
    kept[count++] = e;
  }
  return kept.slice(0, count);
}

/**
 * @param {Pick<Graph, "out" | "to" | "edgeOff">} graph
 * @param {number} source
 * @param {number} target
 */
function links({ out, to, edgeOff }, source, target) {
  let low = out[source];
  let high = out[source + 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (to[middle] < target) low = middle + 1;
    else high = middle;
  }
  for (; low < out[source + 1] && to[low] === target; low++) {
    if (!edgeOff[low]) return true;
  }
  return false;
}

/**
 * A fixed hash, to draw the same sample of edges every time: of positions, not of numbers.
 * @param {Graph} graph
 * @param {number} edge
 * @returns {number} 0 to 1
 */
export function hashFraction({ from, to, x, y }, edge) {
  const a = Math.imul(x[from[edge]] * 8 + 1, 2654435761) ^ Math.imul(y[from[edge]] * 8 + 1, 2246822519);
  const b = Math.imul(x[to[edge]] * 8 + 1, 3266489917) ^ Math.imul(y[to[edge]] * 8 + 1, 668265263);
  const mixed = Math.imul(a ^ (b >>> 13) ^ (b << 7), 2654435761);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 4294967296;
}
