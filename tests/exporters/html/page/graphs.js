/** Small graphs for the tests. */

import { Graph } from "../js/data/graph.js";
import { related } from "../js/data/related.js";

const KINDS = ["note", "topic", "tag", "attachment", "canvas", "base", "external"];
const EDGE_KINDS = ["link", "embed", "mention", "gone"];

/**
 * A vault from names and edges: `["Bay", "Cove"]`, `[[0, 1]]`.
 * @param {string[]} labels
 * @param {[number, number, string?][]} edges by source, then target
 */
export function graphOf(labels, edges, more = {}) {
  const fan = labels.map((_, node) => edges.filter(([from]) => from === node).length);
  const steps = edges.map(([from, to], i) => (i && edges[i - 1][0] === from ? to - edges[i - 1][1] : to));
  const none = labels.map(() => 0);
  const values = {
    x: labels.map((_, i) => i * 1000), y: none, kind: none, flags: none, group: none,
    community: none, label: lines(labels), fan, target: steps,
    edgeKind: edges.map(([, , kind]) => EDGE_KINDS.indexOf(kind ?? "link")),
    folders: lines([""]), folder: none, path: lines(labels.map(() => "")), title: lines(labels.map(() => "")),
    aliases: lines(labels.map(() => "")), tags: lines([]), tagCount: none, tag: [], created: none,
    modified: none, wordCount: none, properties: lines(labels.map(() => "")),
    relation: edges.map(() => 0), section: edges.map(() => 0), count: edges.map(() => 1), mentionScore: edges.filter(([, , kind]) => kind === "mention").map(() => 500), related: lines(labels.map(() => "")),
    ...more,
  };
  const columns = {
    u8: (name) => Uint8Array.from(values[name]),
    u16: (name) => Uint16Array.from(values[name]),
    u32: (name) => Uint32Array.from(values[name]),
    text: (name) => values[name],
    lines: (name) => new TextDecoder().decode(values[name]).split("\n"),
  };
  const meta = {
    kinds: KINDS, edgeKinds: EDGE_KINDS, relations: [""], sections: [""], communities: ["Bay"], groups: [],
    show: { tag: false, attachment: false, topic: true, orphans: true, hubs: true },
    search: "", title: "Sea", vault: "Sea", root: "", openWith: "obsidian", lang: "", snippets: "links",
  };
  const graph = new Graph(meta, columns);
  graph.addDetails(columns);
  return graph;
}

export const lines = (values) => new TextEncoder().encode(values.join("\n"));
export const all = (graph) => new Uint8Array(graph.size).fill(1);

/** Bay – Cove – Delta – Estuary, and Fjord on its own. */
export const coast = () => graphOf(["Bay", "Cove", "Delta", "Estuary", "Fjord"], [[0, 1], [1, 0], [1, 2], [3, 2]]);
