/** The modules of js/state/, without a browser: run by test_page_js.py under Node. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { defaultFilter, visibleNodes } from "../js/state/filter.js";
import { all, coast, graphOf, lines } from "./graphs.js";
import { dayOfIso } from "../js/data/dates.js";
import { colorBy } from "../js/state/coloring.js";
import { edgeTypes, hideEdges } from "../js/state/edge_types.js";
import { highlightNode, highlightPath } from "../js/state/highlight.js";
import { formatView, parseView, viewsAsToml } from "../js/state/kept_views.js";
import { DICTIONARIES, setLanguage, translate } from "../js/state/strings.js";
import { formatAddress, parseAddress } from "../js/state/url_codec.js";

test("filters: kinds, flags, folder, tag, dates", () => {
  const day = dayOfIso("2024-05-01");
  const graph = graphOf(["Bay", "Cove", "Delta"], [], {
    kind: [0, 1, 2], flags: [4, 0, 0], folders: lines(["a", "ab", "a/b"]), folder: [0, 1, 2],
    tags: lines(["sea", "seaside"]), tagCount: [1, 1, 0], tag: [0, 1], created: [day, 0, 0],
  });
  const on = (change) => [...visibleNodes(graph, { ...defaultFilter(graph), ...change })];
  assert.deepEqual(on({}), [1, 1, 0]);
  assert.deepEqual(on({ tags: true, topics: false }), [1, 0, 1]);
  assert.deepEqual(on({ orphans: false }), [0, 1, 0]);
  assert.deepEqual(on({ folders: ["a"], tags: true }), [1, 0, 1]);
  assert.deepEqual(on({ tagged: ["sea"] }), [1, 0, 0]);
  assert.deepEqual(on({ until: day - 1 }), [0, 1, 0]);
  assert.deepEqual(on({ since: day }), [1, 1, 0]);
});

test("a chosen note stands out with its neighbours, one line each", () => {
  const graph = coast();
  assert.deepEqual(highlightNode(graph, 1, all(graph), 1).nodes, [1, 0, 2]);
  assert.equal(highlightNode(graph, 1, all(graph), 1).edges.length, 2);
  assert.equal(highlightPath(graph, [0, 1, 2], 1).edges.length, 2);
});

test("a view has an address, and the address the view", () => {
  const view = { note: "岸/Bay & Cove.md", query: "a+b=c", folders: ["x/y", "-z"], switches: "tags orphans" };
  assert.deepEqual({ ...parseAddress(""), ...view }, parseAddress(formatAddress(view)));
  assert.equal(formatAddress({}), "");
});

test("a kept view has a place in the address and lines for the configuration", () => {
  const view = { name: 'Open "100 % = all" \\ 岸', address: "w=[status:open]&f=a/b%26c" };
  assert.deepEqual(parseView(formatView(view)), view);
  const address = formatAddress({ note: "a.md", views: [formatView(view)] });
  assert.deepEqual(parseAddress(address).views.map(parseView), [view]);
  assert.equal(parseView("=f=a"), null);
  assert.equal(parseView("no separator"), null);
  assert.equal(viewsAsToml([{ name: 'a "b"', address: "f=x" }]), '[[page.views]]\nname = "a \\"b\\""\naddress = "f=x"\n');
});

test("both languages say the same things with the same blanks", () => {
  const { en, zh } = DICTIONARIES;
  assert.deepEqual(Object.keys(en).sort(), Object.keys(zh).sort());
  for (const key of Object.keys(en)) {
    const blanks = (text) => (text.match(/\{\w+\}/g) ?? []).sort();
    assert.deepEqual(blanks(en[key]), blanks(zh[key]), key);
  }
  setLanguage("zh-CN");
  assert.equal(translate("links", { n: 1234 }), "1,234 条链接");
  setLanguage("en");
});

test("filters take several values, exclusions and a query; revealed nodes pass", () => {
  const graph = graphOf(["Bay", "Cove", "Delta"], [[0, 1]], { folders: lines(["a", "b", "c"]), folder: [0, 1, 2] });
  const on = (change) => [...visibleNodes(graph, { ...defaultFilter(graph), ...change })];
  assert.deepEqual(on({ folders: ["a", "b"] }), [1, 1, 0]);
  assert.deepEqual(on({ folders: ["-b"] }), [1, 0, 1]);
  assert.deepEqual(on({ query: "links>0" }), [1, 1, 0]);
  assert.deepEqual(on({ query: "(unfinished" }), [1, 1, 1]);
  assert.deepEqual(on({ folders: ["c"], revealed: [0] }), [1, 0, 1]);
});

test("one line for each pair, and whether it points both ways", () => {
  const graph = coast();
  const { edges, bothWays } = highlightNode(graph, 1, all(graph), 1);
  assert.equal(edges.length, 2);
  assert.deepEqual([...bothWays].map((edge) => [graph.from[edge], graph.to[edge]].sort()), [[0, 1]]);
});

test("edges have types: a relation, else their kind; a hidden type is off", () => {
  const graph = graphOf(["Bay", "Cove"], [[0, 1], [0, 1, "embed"], [1, 0, "mention"]], { relation: [0, 0, 0] });
  const found = edgeTypes(graph);
  assert.deepEqual(found.types.map(({ key }) => key).sort(), ["kind:embed", "kind:link", "kind:mention"]);
  hideEdges(graph, found, new Set(["kind:link", "kind:embed"]));
  assert.deepEqual([...graph.edgeOff], [1, 1, 0]);
});

test("repeated parameters of an address come back in order", () => {
  const view = { hiddenGroups: ["a & b", "c|d"], pins: ["x/y.md@-3,4"], focus: "2@a/b.md" };
  assert.deepEqual({ ...parseAddress(""), ...view }, parseAddress(formatAddress(view)));
});

test("coloured by kind, a written topic is told from a note", () => {
  const graph = graphOf(["Bay", "Cove", "Delta"], [[0, 1], [0, 2]], { flags: [0, 16, 16], kind: [0, 0, 1] });
  assert.deepEqual(colorBy(graph, "kind").groups.map(({ name, count }) => [name, count]), [["Note", 1], ["Unwritten topic", 1], ["Topic", 1]]);
});
