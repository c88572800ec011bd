/** The modules of js/data/, without a browser: run by test_page_js.py under Node. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";

import { all, coast, graphOf, lines } from "./graphs.js";
import { hashFraction, linkedPairs } from "../js/map/edge_lines.js";
import { communityAreas, namedCommunities } from "../js/data/communities.js";
import { dayOfIso, isoDay } from "../js/data/dates.js";
import { inflate } from "../js/data/inflate.js";
import { related } from "../js/data/related.js";
import { SearchIndex } from "../js/data/search.js";
import { mutualInformation, topicPairs } from "../js/data/topic_pairs.js";
import { neighborhood, shortestPath } from "../js/data/traversal.js";
import { SnippetStore } from "../js/data/snippet_store.js";
import { TextSearch } from "../js/data/text_search.js";
import { Columns, unpack, varints } from "../js/data/unpack.js";
import { edgeTypes, hideEdges } from "../js/state/edge_types.js";
import { backlinkGroups, filterBacklinks } from "../js/ui/panel/backlink_list.js";
import { parseQuery, QueryError, wordStartsWith } from "../js/data/query.js";

const DAY = 400000;
/** Bay has three links under two headings; the sources are of different days. */
const sectioned = () => {
  const graph = graphOf(["Bay", "Cove", "Delta", "Estuary"], [[1, 0], [2, 0], [3, 0]], { section: [1, 2, 1], relation: [0, 1, 0], created: [0, DAY, DAY, DAY + 9] });
  Object.assign(graph.meta, { sections: ["", "Topics", "See also"], relations: ["", "against"] });
  return graph;
};

test("links to a note are grouped by section and relation, the newest first", () => {
  const graph = sectioned();
  const groups = backlinkGroups(graph, [0, 1, 2]);
  assert.deepEqual(groups, [
    { section: "Topics", relation: "", edges: [2, 0] },
    { section: "See also", relation: "against", edges: [1] },
  ]);
});

test("links to a note are filtered by their section, relation, and by a query about their sources", () => {
  const graph = sectioned();
  const found = (text) => filterBacklinks(graph, [0, 1, 2], text);
  assert.deepEqual(found("topics"), [0, 2]);
  assert.deepEqual(found("AGAINST"), [1]);
  assert.deepEqual(found("estu"), [2]);
  assert.deepEqual(found(`after:${isoDay(DAY + 1)}`), [2]);
  assert.deepEqual(found("(("), [0, 1, 2]);
});

test("section: finds both ends of links under a heading", () => {
  const graph = sectioned();
  const { test: fits } = parseQuery(graph, 'section:"see al"');
  assert.deepEqual([0, 1, 2, 3].map(fits), [true, false, true, false]);
});

test("lines are told apart by type or by section", () => {
  const graph = sectioned();
  assert.deepEqual(edgeTypes(graph).types.map(({ key, count }) => [key, count]), [["kind:link", 2], ["against", 1]]);
  const bySection = edgeTypes(graph, true);
  assert.deepEqual(bySection.types.map(({ key, count }) => [key, count]), [["section:Topics", 2], ["section:See also", 1]]);
  hideEdges(graph, bySection, new Set(["section:Topics"]));
  assert.deepEqual([...graph.edgeOff], [1, 0, 1]);
});

test("varints come back", () => {
  assert.deepEqual([...varints(new Uint8Array([0, 127, 128, 1, 255, 255, 3]), 4)], [0, 127, 128, 65535]);
});

test("inflate gives what deflate took", () => {
  const texts = ["", "a", "海鸥".repeat(5000), Array.from({ length: 3000 }, (_, i) => (i * i) % 977).join()];
  for (const text of texts) {
    const bytes = new TextEncoder().encode(text);
    for (const level of [0, 1, 9]) {
      assert.deepEqual(inflate(new Uint8Array(deflateSync(bytes, { level })), bytes.length), bytes);
    }
  }
});

test("a browser without DecompressionStream unpacks all the same", async () => {
  const bytes = new TextEncoder().encode("gull\nheron");
  const pack = { columns: [["label", "text", bytes.length]], bytes: bytes.length, data: deflateSync(bytes).toString("base64") };
  const known = globalThis.DecompressionStream;
  for (const has of [true, false]) {
    globalThis.DecompressionStream = has ? known : undefined;
    assert.deepEqual((await unpack(pack)).lines("label"), ["gull", "heron"]);
  }
  globalThis.DecompressionStream = known;
});

test("columns are padded to four bytes", () => {
  const pack = { columns: [["a", "u8", 3], ["b", "u16", 2], ["c", "text", 2]], bytes: 0, data: "" };
  const bytes = new Uint8Array([1, 2, 3, 0, 4, 0, 5, 1, 104, 105]);
  const columns = new Columns(pack, bytes);
  assert.deepEqual([...columns.u8("a")], [1, 2, 3]);
  assert.deepEqual([...columns.u16("b")], [4, 261]);
  assert.deepEqual(columns.lines("c"), ["hi"]);
});

/** Blocks of sentences as `snippets.py` packs them: one line for each node. */
const block = (rows) => {
  const text = rows.map((row) => (row ? JSON.stringify(row) : "")).join("\n");
  return [rows.length, new TextEncoder().encode(text).length, deflateSync(text).toString("base64")];
};
/** Bay links to Cove, Cove to Bay and Delta from one sentence that is cut, Estuary to Delta without one. */
const sentences = () => [
  block([[["“Ebb” and flow."], [[[1, 0, 1, 3]]]], [["…Café by 潮汐 and quay"], [[[7, 0, 9, 2, 0, 15]], [[7, 0, 16, 4, 6, 20]]]]]),
  block([null, [[], [[[3]]]], null]),
];

test("sentences are inflated by the block, when they are asked for", async () => {
  const store = new SnippetStore(coast(), sentences());
  assert.deepEqual(store.of(1), []);
  assert.equal(store.has([1]), false);
  await store.load([1]);
  assert.deepEqual(store.of(1), [[7, "…Café by ", "潮汐", " and…"]]);
  assert.deepEqual(store.of(2), [[7, "…by 潮汐 and ", "quay", ""]]);
  assert.deepEqual(store.of(0), [[1, "“", "Ebb", "” and flow."]]);
  assert.equal(store.has([3]), false);
  await store.load([0, 3, 99]);
  assert.deepEqual([store.of(3), store.of(99)], [[[3]], []]);
});

test("text: finds notes by their sentences, once these have been read; case, accents and width do not matter", async () => {
  const graph = coast();
  let answered = () => {};
  graph.texts = new TextSearch(new SnippetStore(graph, sentences()), () => answered());
  const matches = (text) => [0, 1, 2, 3, 4].filter((node) => parseQuery(graph, text).test(node));
  const answer = new Promise((resolve) => (answered = resolve));
  assert.deepEqual(matches("text:cafe"), []);
  await answer;
  assert.deepEqual(matches("text:cafe"), [1]);
  for (const [text, nodes] of [["text:潮汐", [1]], ["text:EBB", [0]], ['text:"and flow"', [0]], ["text:and -text:quay", [0]], ["text:7", []], ["text:cafe OR kind:topic", [1]]]) {
    assert.deepEqual(matches(text), nodes, text);
  }
});

test("edges are known from both ends", () => {
  const graph = coast();
  assert.deepEqual([...graph.degree], [2, 3, 2, 1, 0]);
  assert.deepEqual(graph.neighbors(2), [1, 3]);
});

test("the shortest path ignores the links' direction", () => {
  const graph = coast();
  assert.deepEqual(shortestPath(graph, 0, 3, all(graph)), [0, 1, 2, 3]);
  assert.deepEqual(shortestPath(graph, 0, 4, all(graph)), []);
  assert.deepEqual(shortestPath(graph, 2, 2, all(graph)), [2]);
});

test("a path does not lead through what is hidden", () => {
  const graph = coast();
  assert.deepEqual(shortestPath(graph, 0, 3, Uint8Array.from([1, 1, 0, 1, 1])), []);
});

test("surroundings grow ring by ring and know how many there were", () => {
  const graph = coast();
  assert.deepEqual([...neighborhood(graph, 0, 2, all(graph), 180).nodes], [[0, 0], [1, 1], [2, 2]]);
  assert.equal(neighborhood(graph, 1, 3, all(graph), 2).all, 3);
});

test("notes that share neighbours are related, linked ones are not", () => {
  const graph = graphOf(["Hub", "Ada", "Ben", "Cleo"], [[1, 0], [2, 0], [3, 0]]);
  assert.deepEqual(related(graph, 1, 5), [2, 3]);
});

test("search finds Chinese inside a name, whatever its width, and folds case and accents", () => {
  const index = new SearchIndex(graphOf(["潮汐与月亮", "Émile", "ＡＢＣ", "tidal range"], []));
  const find = (text) => index.find(text).map((hit) => hit.node);
  assert.deepEqual(find("月亮"), [0]);
  assert.deepEqual(find("EMILE"), [1]);
  assert.deepEqual(find("abc"), [2]);
  assert.deepEqual(find("range tidal"), [3]);
  assert.deepEqual(find("  "), []);
});

test("the whole name comes first, then its beginning, then a word, then anywhere", () => {
  const index = new SearchIndex(graphOf(["the art of tea", "steam", "tea", "teapot"], []));
  assert.deepEqual(index.find("tea").map((hit) => hit.node), [2, 3, 0, 1]);
});

test("aliases, tags and folders are found, and say so", () => {
  const graph = graphOf(["Bay", "Cove"], [], {
    aliases: lines(["海湾\tBight", ""]), tags: lines(["water/salt"]), tagCount: [0, 1], tag: [0],
    folders: lines(["", "coast/north"]), folder: [0, 1],
  });
  const index = new SearchIndex(graph);
  const why = (text) => index.find(text).map((hit) => [hit.node, hit.matched]);
  assert.deepEqual(why("bight"), [[0, "Bight"]]);
  assert.deepEqual(why("#salt"), [[1, "#water/salt"]]);
  assert.deepEqual(why("north/"), [[1, "coast/north"]]);
  assert.deepEqual(why("cove #salt"), [[1, "#water/salt"]]);
});

test("days and ISO dates are the same thing", () => {
  for (const date of ["1000-01-02", "1969-12-31", "2024-02-29"]) assert.equal(isoDay(dayOfIso(date)), date);
  assert.equal(isoDay(0), "");
  assert.equal(dayOfIso("soon"), 0);
});

test("an island is named after what its build said, and small ones not at all", () => {
  const graph = coast();
  assert.deepEqual(namedCommunities(communityAreas(graph, all(graph))).map((area) => [area.name, area.size]), [["Bay", 5]]);
  assert.deepEqual(namedCommunities(communityAreas(graph, Uint8Array.from([1, 1, 0, 0, 0]))), []);
});

/** Three notes with folders, tags, properties and dates; the first is linked twice. */
const archive = () =>
  graphOf(["Tide table", "Old plan", "Notes"], [[1, 0], [2, 0]], {
    folders: lines(["", "Archive/2019", "content"]), folder: [0, 1, 2],
    tags: lines(["sea", "work/plans"]), tagCount: [1, 1, 0], tag: [0, 1],
    properties: lines(["", '[["status",["open","late"]]]', ""]),
    created: [dayOfIso("2024-06-01"), dayOfIso("2019-02-03"), 0],
    aliases: lines(["", "Scheme", ""]),
  });

test("a query: tag, folder, path, property, kind, links, dates, OR, brackets and minus", () => {
  const graph = archive();
  const matches = (text) => [0, 1, 2].filter((node) => parseQuery(graph, text).test(node));
  for (const [text, nodes] of [
    ["tag:#sea", [0]], ["tag:work", [1]], ["tag:wor", []], ["#wor", [1]], ["-folder:Archive", [0, 2]],
    ["folder:archive/2019", [1]], ['path:"archive/2019/old"', [1]], ["[status]", [1]], ["[status:open]", [1]], ["[status:done]", []],
    ["kind:note", [0, 1, 2]], ["links>1", [0]], ["links<2", [1, 2]], ["in:2", [0]],
    ["after:2024", [0]], ["before:2020-01", [1]], ["tag:sea OR tag:work", [0, 1]],
    ["(tag:sea OR notes) -links>1", [2]], ["plan tag:work", [1]], ["scheme", [1]], ["", [0, 1, 2]],
  ]) {
    assert.deepEqual(matches(text), nodes, text);
  }
});

test("a query that cannot be read is an error, not a crash", () => {
  for (const text of ["(tag:sea", "tag:sea)", "content:x", "after:soon", "tag:"]) {
    assert.throws(() => parseQuery(archive(), text), QueryError, text);
  }
});

test("letters inside a folder's name are no hit: 'te' in 'content'", () => {
  const index = new SearchIndex(archive());
  assert.deepEqual(index.find("te").map((hit) => hit.node), [2]);
  assert.deepEqual(index.find("cont").map((hit) => [hit.node, hit.matched]), [[2, "content"]]);
});

test("words start after anything but a letter; Chinese has no boundaries", () => {
  assert.equal(wordStartsWith("work/plans", "pla"), true);
  assert.equal(wordStartsWith("content", "ont"), false);
  assert.equal(wordStartsWith("潮汐与月亮", "月亮"), true);
});

test("an unfinished query still finds names", () => {
  assert.deepEqual(new SearchIndex(archive()).find("(tide").map((hit) => hit.node), []);
  assert.deepEqual(new SearchIndex(archive()).find("tide tag:sea").map((hit) => hit.node), [0]);
});

test("a community is called after a note that can be seen", () => {
  const graph = coast();
  assert.equal(communityAreas(graph, Uint8Array.from([0, 1, 1, 1, 1]))[0]?.name, "Cove");
});

test("hidden edges are neither neighbours nor links of a node", () => {
  const graph = coast();
  graph.edgeOff[3] = 1;
  assert.deepEqual(graph.neighbors(2), [1]);
  assert.deepEqual([...graph.visibleDegrees(all(graph))], [2, 3, 1, 0, 0]);
});

test("a node's number is its identity, its rank its importance: both orders of numbers say the same", () => {
  const names = ["Bay", "Cove", "Delta", "Estuary", "Fjord"];
  const links = [[0, 1], [0, 2], [1, 2], [3, 0], [4, 0]];
  const usual = graphOf(names, links);
  // The same vault after nodes came and went: other numbers, the same ranks.
  const number = [3, 0, 4, 1, 2];
  const labels = [];
  names.forEach((name, node) => (labels[number[node]] = name));
  const moved = links.map(([a, b]) => [number[a], number[b]]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const other = graphOf(labels, moved, { x: labels.map((name) => names.indexOf(name) * 1000) });
  other.setRanks(Uint32Array.from(labels, (name) => names.indexOf(name)));
  const told = (graph) => {
    const name = (node) => graph.label[node];
    const at = (label) => graph.label.indexOf(label);
    return {
      ranked: [...graph.ranked].map(name),
      neighbors: graph.neighbors(at("Bay")).map(name),
      related: related(graph, at("Estuary"), 5).map(name),
      found: new SearchIndex(graph).find("a").map((hit) => name(hit.node)),
      path: shortestPath(graph, at("Estuary"), at("Delta"), all(graph)).map(name),
      around: [...neighborhood(graph, at("Bay"), 1, all(graph), 3).nodes.keys()].map(name),
      hub: communityAreas(graph, all(graph)).map((area) => area.hub).map(name),
      lines: [...linkedPairs(graph)].map((edge) => `${name(graph.from[edge])} ${name(graph.to[edge])}`).sort(),
      sample: [...linkedPairs(graph)].map((edge) => hashFraction(graph, edge)).sort(),
    };
  };
  assert.deepEqual(told(other), told(usual));
  assert.deepEqual(told(usual).found, ["Bay", "Delta", "Estuary"]);
});

test("topics go together by normalised pointwise mutual information", () => {
  // Notes 3 to 8; topics 0, 1 always together, 2 with everything.
  const labels = ["Tea", "Cup", "All", "a", "b", "c", "d", "e", "f"];
  const edges = [3, 4, 5, 6, 7, 8].flatMap((note) => (note < 6 ? [[note, 0], [note, 1], [note, 2]] : [[note, 2]]));
  const graph = graphOf(labels, edges, { flags: labels.map((_, node) => (node < 3 ? 16 : 0)) });
  const { notes, topics, pairs } = topicPairs(graph, all(graph));
  assert.deepEqual([...notes].slice(0, 3), [3, 3, 6]);
  assert.deepEqual(topics, [2, 0, 1]);
  assert.deepEqual(pairs, [{ a: 0, b: 1, notes: 3, weight: 1 }]);
  assert.equal(Math.round(mutualInformation(2, 4, 5, 100) * 1e4), 5886);
  const few = all(graph);
  few[3] = 0;
  assert.deepEqual(topicPairs(graph, few).pairs, [], "a filter leaves two notes in common, which are too few");
});

test("a written topic is found as a topic and as a note", () => {
  const graph = graphOf(["Bay", "Cove", "Delta"], [[0, 1], [0, 2]], { flags: [0, 16, 16], kind: [0, 0, 1] });
  const matches = (text) => [0, 1, 2].filter(parseQuery(graph, text).test);
  assert.deepEqual(matches("kind:topic"), [1, 2]);
  assert.deepEqual(matches("kind:note"), [0, 1]);
});
