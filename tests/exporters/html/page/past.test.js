/** The past of the graph: days of links, and what a change leaves on the map. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { GONE, NEW, Past, SAME } from "../js/data/past.js";
import { linkedPairs } from "../js/map/edge_lines.js";
import { highlightChange } from "../js/state/change_highlight.js";
import { all, graphOf } from "./graphs.js";

const META = { shown: false, before: "", after: "", changes: [], lives: true, lastDay: 100, shallow: false };

/** Bay → Cove since day 10; Bay → Delta from day 20 to 30 and since day 95; Cove → Delta until day 98. */
function harbour(meta = {}) {
  const graph = graphOf(["Bay", "Cove", "Delta"], [[0, 1], [0, 2], [1, 2, "gone"]]);
  const values = {
    nodeState: [0, 1, 0], edgeState: [0, 1, 2], nodeBorn: [10, 10, 96],
    lifeCount: [1, 2, 1], born: [10, 20, 95, 40], died: [0, 30, 0, 98],
  };
  const columns = { u8: (name) => Uint8Array.from(values[name]), u32: (name) => Uint32Array.from(values[name]) };
  graph.past = new Past(graph, { ...META, ...meta }, columns);
  graph.past.hideEdges(graph.edgeOff);
  return graph;
}

test("a link is on the map on the days on which it was there", () => {
  const graph = harbour();
  const on = (day) => {
    graph.past.setDay(day);
    graph.edgeOff.fill(0);
    graph.past.hideEdges(graph.edgeOff);
    return [...graph.edgeOff].map((off) => 1 - off).join("");
  };
  assert.deepEqual([5, 10, 25, 30, 50, 97, 98, 0].map(on), ["000", "100", "110", "100", "101", "111", "110", "110"]);
});

test("what happened since a day", () => {
  const { lives } = harbour().past;
  assert.deepEqual([...lives.since(93).edge], [SAME, NEW, GONE]);
  assert.deepEqual([...lives.since(99).edge], [SAME, SAME, SAME]);
  assert.deepEqual([...lives.since(93).node], [SAME, SAME, NEW]);
});

test("changed links are not drawn as plain lines too", () => {
  const graph = harbour({ shown: true, lives: false });
  assert.deepEqual([...linkedPairs(graph)], [0]);
  const { nodes, edges } = highlightChange(graph, graph.change, all(graph));
  assert.deepEqual(nodes, [1, 0, 2]);
  assert.deepEqual(edges, [1, 2]);
});

test("links that are gone count for no degree", () => {
  assert.deepEqual([...harbour().degree], [2, 1, 1]);
});
