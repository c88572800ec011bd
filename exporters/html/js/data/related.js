/**
 * Related notes: those that a note is not linked with, but is likely to be. Four of the rankings of
 * `graph/query/related.py` are combined in the same way; two of them need the similar texts that the
 * build puts into the page of a vault that is not too large.
 */

/** @import { Graph } from "./graph.js" */

/** Neighbours that are followed at each step, the most important first: a hub has thousands. */
const MOST = 250;
/** Pairs of steps that are followed in all. */
const MOST_STEPS = 200000;
/** Larger values make the first ranks of each ranking count less. */
const FUSION = 5;
/** Notes of each ranking that are combined. */
const RANKED = 200;

/**
 * A note scores 1 / (`FUSION` + its rank) in each ranking (reciprocal rank fusion: Cormack, Clarke,
 * Büttcher, 2009).
 * @param {Graph} graph
 * @param {number} node
 * @param {number} most
 * @returns {number[]} the nearest first
 */
export function related(graph, node, most) {
  const links = new Links(graph);
  const linked = new Set([node, ...links.of(node)]);
  const fits = (/** @type {number} */ other) => !linked.has(other) && graph.kindName(other) === "note";
  const paths = byPaths(links, node);
  const near = bySharedNeighbors(links, node);
  const similar = graph.similar?.of(node) ?? [];
  const examples = byExample(links, node, similar);
  const within = new Set([...paths.keys(), ...near.keys(), ...similar, ...examples.keys()]);
  /** @type {Map<number, number>} */
  const scores = new Map();
  for (const ranking of [ranked(graph, paths), similar, ranked(graph, examples), ranked(graph, byFolder(links, node))]) {
    ranking.filter(fits).slice(0, RANKED).forEach((other, rank) => {
      // A folder alone is no relation: the note must be within reach, too.
      if (within.has(other)) scores.set(other, (scores.get(other) ?? 0) + 1 / (FUSION + rank));
    });
  }
  ranked(graph, near).filter(fits).forEach((other, rank) => {
    if (!scores.has(other)) scores.set(other, 1 / (FUSION + RANKED + rank)); // after all others
  });
  return ranked(graph, scores).slice(0, most);
}

/** The nodes that each node is linked with, the most important ones. */
class Links {
  /** @param {Graph} graph */
  constructor(graph) {
    this.graph = graph;
    /** @type {Map<number, number[]>} */
    this.found = new Map();
  }

  /** @param {number} node */
  of(node) {
    let links = this.found.get(node);
    if (!links) this.found.set(node, (links = this.graph.neighbors(node)));
    return links;
  }
}

/**
 * @param {Graph} graph
 * @param {Map<number, number>} scores
 * @returns {number[]} the highest score first
 */
function ranked(graph, scores) {
  return [...scores].sort((a, b) => b[1] - a[1] || graph.rank[a[0]] - graph.rank[b[0]]).map(([node]) => node);
}

/**
 * A path a-u-v-b counts 1 / sqrt(links of u * links of v) (L3: Kovács and others, "Network-based
 * prediction of protein interactions", 2019).
 * @param {Links} links
 * @param {number} node
 */
function byPaths(links, node) {
  /** @type {Map<number, number>} */
  const second = new Map();
  for (const between of links.of(node).slice(0, MOST)) {
    const around = links.of(between);
    for (const other of around.slice(0, MOST)) {
      if (other !== node) add(second, other, 1 / Math.sqrt(around.length * links.of(other).length));
    }
  }
  /** @type {Map<number, number>} */
  const scores = new Map();
  let steps = 0;
  for (const [other, weight] of [...second].sort((a, b) => b[1] - a[1] || a[0] - b[0])) {
    if (steps > MOST_STEPS) break;
    for (const end of links.of(other).slice(0, MOST)) {
      steps++;
      if (end !== node) add(scores, end, weight);
    }
  }
  return scores;
}

/**
 * What notes with similar texts are linked with: each note counts less than the one before it, divided
 * by the square root of the number of links, as what everything is linked with is no example.
 * @param {Links} links
 * @param {number} node
 * @param {number[]} similar
 */
function byExample(links, node, similar) {
  /** @type {Map<number, number>} */
  const scores = new Map();
  similar.forEach((one, rank) => {
    for (const other of links.of(one).slice(0, MOST)) {
      if (other !== node) add(scores, other, 1 / ((FUSION + rank) * Math.sqrt(links.of(other).length)));
    }
  });
  return scores;
}

/**
 * Adamic and Adar, Friends and neighbors on the Web, Social Networks 25 (2003), 211.
 * @param {Links} links
 * @param {number} node
 */
function bySharedNeighbors(links, node) {
  /** @type {Map<number, number>} */
  const scores = new Map();
  for (const shared of links.of(node).slice(0, MOST)) {
    const around = links.of(shared);
    for (const other of around.slice(0, MOST)) if (other !== node) add(scores, other, 1 / Math.log(1 + around.length));
  }
  return scores;
}

/**
 * Notes in the folders of the linked notes: the more of those a folder holds, the better.
 * @param {Links} links
 * @param {number} node
 */
function byFolder(links, node) {
  const { graph } = links;
  /** @type {Map<number, number>} */
  const scores = new Map();
  const { details } = graph;
  if (!details) return scores;
  const held = new Uint32Array(details.folders.length);
  for (const other of [node, ...links.of(node)]) if (details.folderOf(other)) held[details.folder[other]]++;
  for (let other = 0; other < graph.size; other++) {
    const folder = held[details.folder[other]];
    if (folder) scores.set(other, folder + graph.degree[other] / (2 * graph.to.length + 1));
  }
  return scores;
}

/**
 * @param {Map<number, number>} scores
 * @param {number} node
 * @param {number} value
 */
function add(scores, node, value) {
  scores.set(node, (scores.get(node) ?? 0) + value);
}
