/** Related notes: not linked with each other, but with the same neighbours. */

/** @import { Graph } from "./graph.js" */

/** A shared neighbour with more links than this is ignored: it says little. */
const TOO_COMMON = 400;
/** Neighbours that are considered, the most important first: a hub has thousands. */
const MOST = 250;

/**
 * A shared neighbour counts less, the more neighbours it has itself: Adamic and Adar,
 * Friends and neighbors on the Web, Social Networks 25 (2003), 211.
 * @param {Graph} graph
 * @param {number} node
 * @param {number} most
 * @returns {number[]} the nearest first
 */
export function related(graph, node, most) {
  const near = graph.neighbors(node).slice(0, MOST);
  const known = new Set([node, ...graph.neighbors(node)]);
  /** @type {Map<number, number>} */
  const scores = new Map();
  for (const shared of near) {
    const degree = graph.degree[shared];
    if (degree > TOO_COMMON || graph.kindName(shared) === "tag") continue;
    for (const other of graph.neighbors(shared)) {
      if (known.has(other) || graph.kindName(other) !== "note") continue;
      scores.set(other, (scores.get(other) ?? 0) + 1 / Math.log(1 + degree));
    }
  }
  return [...scores]
    .filter(([, score]) => score > 0.5)
    .sort((a, b) => b[1] - a[1] || graph.rank[a[0]] - graph.rank[b[0]])
    .slice(0, most)
    .map(([other]) => other);
}
