/** The topics of a vault: their notes, and which of them go together more often than by chance. */

import { TOPIC } from "./graph.js";

/** @import { Graph } from "./graph.js" */

/**
 * @typedef {object} TopicPair
 * @property {number} a topic with the smaller number
 * @property {number} b
 * @property {number} notes that link to both
 * @property {number} weight normalised pointwise mutual information, above 0 up to 1
 */

/** Topics on the map at most, those with the most notes. */
const MOST_TOPICS = 300;
/** Notes that two topics must have in common; as in `graph/query/topics.py`. */
const LEAST_TOGETHER = 3;
/** Lines for each topic on average; the weaker ones are left out. */
const LINES_PER_TOPIC = 4;

/** @param {Graph} graph */
export function hasTopics(graph) {
  return graph.flags.some((flags, node) => (flags & TOPIC) !== 0 && graph.in[node + 1] - graph.in[node] > 1);
}

/**
 * @param {Graph} graph
 * @param {Uint8Array} counted 1 for each note that counts
 * @returns {{notes: Uint32Array, topics: number[], pairs: TopicPair[]}} notes of each node that is a
 *   topic; the topics on the map, those with the most notes first; the strongest pairs first
 */
export function topicPairs(graph, counted) {
  const notes = new Uint32Array(graph.size);
  const linked = topicsByNote(graph, counted);
  for (const topics of linked) for (const topic of topics) notes[topic]++;
  const topics = [...graph.ranked].filter((node) => notes[node]);
  topics.sort((a, b) => notes[b] - notes[a] || graph.rank[a] - graph.rank[b]);
  topics.splice(MOST_TOPICS);
  const shown = new Set(topics);
  /** @type {Map<number, number>} */
  const together = new Map();
  for (const all of linked) {
    const own = all.filter((topic) => shown.has(topic)).sort((a, b) => a - b);
    own.forEach((a, i) => {
      for (const b of own.slice(i + 1)) together.set(a * graph.size + b, (together.get(a * graph.size + b) ?? 0) + 1);
    });
  }
  const pairs = [...together].filter(([, both]) => both >= LEAST_TOGETHER).map(([pair, both]) => {
    const [a, b] = [Math.floor(pair / graph.size), pair % graph.size];
    return { a, b, notes: both, weight: mutualInformation(both, notes[a], notes[b], linked.length) };
  });
  const strong = pairs.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight || b.notes - a.notes || a.a - b.a || a.b - b.b);
  return { notes, topics, pairs: strong.slice(0, LINES_PER_TOPIC * topics.length) };
}

/**
 * @param {Graph} graph
 * @param {Uint8Array} counted
 * @returns {number[][]} the topics of each note that links to any; a topic's own links do not count
 */
function topicsByNote(graph, counted) {
  const linked = [];
  for (let node = 0; node < graph.size; node++) {
    if (!counted[node] || graph.flags[node] & TOPIC) continue;
    const own = new Set();
    for (let edge = graph.out[node]; edge < graph.out[node + 1]; edge++) {
      if (!graph.edgeOff[edge] && graph.flags[graph.to[edge]] & TOPIC) own.add(graph.to[edge]);
    }
    if (own.size) linked.push([...own]);
  }
  return linked;
}

/**
 * Normalised pointwise mutual information (Bouma, 2009): 0 if two topics are independent, 1 if they
 * always occur together.
 * @param {number} both
 * @param {number} one
 * @param {number} other
 * @param {number} total
 */
export function mutualInformation(both, one, other, total) {
  return both === total ? 1 : Math.log((both * total) / (one * other)) / -Math.log(both / total);
}
