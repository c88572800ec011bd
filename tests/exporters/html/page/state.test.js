/** The modules of js/state/, without a browser: run by test_page_js.py under Node. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { defaultFilter, visibleNodes } from "../js/state/filter.js";
import { all, coast, graphOf, lines } from "./graphs.js";
import { dayOfIso } from "../js/data/dates.js";
import { highlightNode, highlightPath } from "../js/state/highlight.js";
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
  assert.deepEqual(on({ folder: "a", tags: true }), [1, 0, 1]);
  assert.deepEqual(on({ tag: "sea" }), [1, 0, 0]);
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
  const view = { note: "岸/Bay & Cove.md", query: "a+b=c", folder: "x/y", switches: "tags orphans" };
  assert.deepEqual({ ...parseAddress(""), ...view }, parseAddress(formatAddress(view)));
  assert.equal(formatAddress({}), "");
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
