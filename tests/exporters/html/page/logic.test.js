/** The page's logic, without a page: run by tests/test_page_js.py under Node. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";

import { read, write } from "../js/state/url_codec.js";
import { around, Camera } from "../js/map/camera.js";
import { shown, usual } from "../js/state/filter.js";
import { onNode, onPath } from "../js/state/highlight.js";
import { wheel } from "../js/map/input.js";
import { Grid } from "../js/map/hit_grid.js";
import { inflate } from "../js/data/inflate.js";
import { islands, named } from "../js/data/communities.js";
import { placed, shortened, touches } from "../js/map/label_placement.js";
import { pairs } from "../js/map/edge_lines.js";
import { opener, web } from "../js/ui/external_links.js";
import { shortest, surroundings } from "../js/data/shortest_path.js";
import { plainly } from "../js/ui/plain_text.js";
import { related } from "../js/data/related.js";
import { escaped } from "../js/map/save_image.js";
import { Index } from "../js/data/search.js";
import { Columns, Lines, unpack, varints } from "../js/data/unpack.js";
import { dayOfIso, isoDay, Vault } from "../js/data/graph.js";
import { DICTIONARIES, say, speak } from "../js/ui/strings.js";

const KINDS = ["note", "topic", "tag", "attachment", "canvas", "base", "external"];
const EDGE_KINDS = ["link", "embed", "mention"];

/**
 * A vault from names and edges: `["Bay", "Cove"]`, `[[0, 1]]`.
 * @param {string[]} labels
 * @param {[number, number, string?][]} edges by source, then target
 */
function vaultOf(labels, edges, more = {}) {
  const fan = labels.map((_, node) => edges.filter(([from]) => from === node).length);
  const steps = edges.map(([from, to], i) => (i && edges[i - 1][0] === from ? to - edges[i - 1][1] : to));
  const lines = (values) => new TextEncoder().encode(values.join("\n"));
  const none = labels.map(() => 0);
  const values = {
    x: labels.map((_, i) => i * 1000), y: none, kind: none, flags: none, group: none,
    community: none, label: lines(labels), fan, target: steps,
    edgeKind: edges.map(([, , kind]) => EDGE_KINDS.indexOf(kind ?? "link")),
    folders: lines([""]), folder: none, path: lines(labels.map(() => "")), title: lines(labels.map(() => "")),
    aliases: lines(labels.map(() => "")), tags: lines([]), tagCount: none, tag: [], created: none,
    modified: none, wordCount: none, properties: lines(labels.map(() => "")),
    relation: edges.map(() => 0), count: edges.map(() => 1),
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
    kinds: KINDS, edgeKinds: EDGE_KINDS, relations: [""], communities: ["Bay"], groups: [],
    show: { tag: false, attachment: false, topic: true, orphans: true },
    search: "", title: "Sea", vault: "Sea", root: "", openWith: "obsidian", lang: "", snippets: "links",
  };
  const vault = new Vault(meta, columns);
  vault.learn(columns);
  return vault;
}

const lines = (values) => new TextEncoder().encode(values.join("\n"));
const all = (vault) => new Uint8Array(vault.size).fill(1);

/** Bay – Cove – Delta – Estuary, and Fjord on its own. */
const coast = () => vaultOf(["Bay", "Cove", "Delta", "Estuary", "Fjord"], [[0, 1], [1, 0], [1, 2], [3, 2]]);

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

test("lines are read one at a time", () => {
  const text = new Lines(lines(["", "潮", "tide"]));
  assert.deepEqual([0, 1, 2, 3].map((i) => text.at(i)), ["", "潮", "tide", ""]);
});

test("edges are known from both ends", () => {
  const vault = coast();
  assert.deepEqual([...vault.degree], [2, 3, 2, 1, 0]);
  assert.deepEqual(vault.neighbors(2), [1, 3]);
});

test("a pair of notes has one line, whichever way it is linked", () => {
  assert.equal(pairs(coast()).length, 3);
});

test("a mention is neither a line nor a neighbour", () => {
  const vault = vaultOf(["Bay", "Cove"], [[0, 1, "mention"]]);
  assert.equal(pairs(vault).length, 0);
  assert.deepEqual(vault.neighbors(0), []);
});

test("the shortest path ignores the links' direction", () => {
  const vault = coast();
  assert.deepEqual(shortest(vault, 0, 3, all(vault)), [0, 1, 2, 3]);
  assert.deepEqual(shortest(vault, 0, 4, all(vault)), []);
  assert.deepEqual(shortest(vault, 2, 2, all(vault)), [2]);
});

test("a path does not lead through what is hidden", () => {
  const vault = coast();
  assert.deepEqual(shortest(vault, 0, 3, Uint8Array.from([1, 1, 0, 1, 1])), []);
});

test("surroundings grow ring by ring and know how many there were", () => {
  const vault = coast();
  assert.deepEqual([...surroundings(vault, 0, 2, all(vault), 180).nodes], [[0, 0], [1, 1], [2, 2]]);
  assert.equal(surroundings(vault, 1, 3, all(vault), 2).all, 3);
});

test("notes that share neighbours are related, linked ones are not", () => {
  const vault = vaultOf(["Hub", "Ada", "Ben", "Cleo"], [[1, 0], [2, 0], [3, 0]]);
  assert.deepEqual(related(vault, 1, 5), [2, 3]);
});

test("search finds Chinese inside a name, whatever its width, and folds case and accents", () => {
  const index = new Index(vaultOf(["潮汐与月亮", "Émile", "ＡＢＣ", "tidal range"], []));
  const find = (text) => index.find(text).map((hit) => hit.node);
  assert.deepEqual(find("月亮"), [0]);
  assert.deepEqual(find("EMILE"), [1]);
  assert.deepEqual(find("abc"), [2]);
  assert.deepEqual(find("range tidal"), [3]);
  assert.deepEqual(find("  "), []);
});

test("the whole name comes first, then its beginning, then a word, then anywhere", () => {
  const index = new Index(vaultOf(["the art of tea", "steam", "tea", "teapot"], []));
  assert.deepEqual(index.find("tea").map((hit) => hit.node), [2, 3, 0, 1]);
});

test("aliases, tags and folders are found, and say so", () => {
  const vault = vaultOf(["Bay", "Cove"], [], {
    aliases: lines(["海湾\tBight", ""]), tags: lines(["water/salt"]), tagCount: [0, 1], tag: [0],
    folders: lines(["", "coast/north"]), folder: [0, 1],
  });
  const index = new Index(vault);
  const why = (text) => index.find(text).map((hit) => [hit.node, hit.why]);
  assert.deepEqual(why("bight"), [[0, "Bight"]]);
  assert.deepEqual(why("#salt"), [[1, "#water/salt"]]);
  assert.deepEqual(why("north/"), [[1, "coast/north"]]);
  assert.deepEqual(why("cove #salt"), [[1, "#water/salt"]]);
});

test("filters: kinds, flags, folder, tag, dates", () => {
  const day = dayOfIso("2024-05-01");
  const vault = vaultOf(["Bay", "Cove", "Delta"], [], {
    kind: [0, 1, 2], flags: [4, 0, 0], folders: lines(["a", "ab", "a/b"]), folder: [0, 1, 2],
    tags: lines(["sea", "seaside"]), tagCount: [1, 1, 0], tag: [0, 1], created: [day, 0, 0],
  });
  const on = (change) => [...shown(vault, { ...usual(vault), ...change })];
  assert.deepEqual(on({}), [1, 1, 0]);
  assert.deepEqual(on({ tags: true, topics: false }), [1, 0, 1]);
  assert.deepEqual(on({ orphans: false }), [0, 1, 0]);
  assert.deepEqual(on({ folder: "a", tags: true }), [1, 0, 1]);
  assert.deepEqual(on({ tag: "sea" }), [1, 0, 0]);
  assert.deepEqual(on({ until: day - 1 }), [0, 1, 0]);
  assert.deepEqual(on({ since: day }), [1, 1, 0]);
});

test("days and ISO dates are the same thing", () => {
  for (const date of ["1000-01-02", "1969-12-31", "2024-02-29"]) assert.equal(isoDay(dayOfIso(date)), date);
  assert.equal(isoDay(0), "");
  assert.equal(dayOfIso("soon"), 0);
});

test("zooming keeps what is under the pointer", () => {
  const camera = Object.assign(new Camera(), { width: 800, height: 600, x: 10, y: 20, scale: 0.5, whole: 0.5 });
  const before = camera.toWorldX(123);
  camera.zoom(3, 123, 456);
  assert.ok(Math.abs(camera.toWorldX(123) - before) < 1e-9);
});

test("what is fitted is inside the free part of the screen", () => {
  const camera = Object.assign(new Camera(), { width: 800, height: 600 });
  const box = around([0, 100], [0, 50], [0, 1]);
  Object.assign(camera, camera.fitting(box, { left: 200, top: 0, right: 600, bottom: 600 }, 100));
  assert.ok(camera.toScreenX(0) >= 199.9 && camera.toScreenX(100) <= 600.1);
});

test("the nearest node within reach is under the pointer", () => {
  const grid = new Grid(Float32Array.from([0, 100, 103]), Float32Array.from([0, 0, 0]), Uint8Array.from([1, 1, 1]), 200);
  assert.equal(grid.nearest(102, 0, 10, () => 0), 2);
  assert.equal(grid.nearest(50, 0, 10, () => 0), -1);
  assert.equal(grid.nearest(50, 0, 10, (node) => (node === 0 ? 45 : 0)), 0);
});

test("labels never overlap each other, the controls or the rim", () => {
  const wishes = Array.from({ length: 400 }, (_, i) => ({
    text: `label ${i}`, x: (i * 37) % 800, y: (i * 61) % 600, gap: 4, size: 12, side: "below", node: i, ink: 0, strong: false,
  }));
  const control = { left: 0, top: 0, right: 300, bottom: 130 };
  const labels = placed(wishes, (text) => text.length * 7, { taken: [control], dots: [] }, { width: 800, height: 600 }, 99);
  assert.ok(labels.length > 20);
  labels.forEach(({ box }, i) => {
    assert.ok(!touches(box, control));
    assert.ok(box.left >= 0 && box.right <= 800 && box.top >= 0 && box.bottom <= 600);
    for (const other of labels.slice(i + 1)) assert.ok(!touches(box, other.box));
  });
});

test("a name keeps off the dots while there is another place", () => {
  const wish = { text: "quay", x: 100, y: 100, gap: 8, size: 12, side: "below", node: 0, ink: 0, strong: false };
  const below = { left: 90, right: 110, top: 108, bottom: 118 };
  const write = (dots) => placed([wish], () => 30, { taken: [], dots }, { width: 300, height: 300 }, 9)[0].box;
  assert.ok(write([]).top > 100);
  assert.ok(write([below]).bottom < 100);
  assert.ok(write([{ left: 0, right: 300, top: 0, bottom: 300 }]).top > 100);
});

test("long names are cut between characters people see, and direction marks go", () => {
  assert.equal(shortened("x".repeat(300)).length, 34);
  assert.equal(shortened("\u202eevil\u202c"), "evil");
  assert.ok([...new Intl.Segmenter().segment(shortened("👩‍👩‍👧‍👦".repeat(30)))].length <= 18);
  assert.equal(shortened("茶".repeat(17)), "茶".repeat(17));
});

test("an island is named after what its build said, and small ones not at all", () => {
  const vault = coast();
  assert.deepEqual(named(islands(vault, all(vault))).map((island) => [island.name, island.size]), [["Bay", 5]]);
  assert.deepEqual(named(islands(vault, Uint8Array.from([1, 1, 0, 0, 0]))), []);
});

test("a chosen note stands out with its neighbours, one line each", () => {
  const vault = coast();
  assert.deepEqual(onNode(vault, 1, all(vault), 1).nodes, [1, 0, 2]);
  assert.equal(onNode(vault, 1, all(vault), 1).edges.length, 2);
  assert.equal(onPath(vault, [0, 1, 2], 1).edges.length, 2);
});

test("a view has an address, and the address the view", () => {
  const view = { note: "岸/Bay & Cove.md", query: "a+b=c", folder: "x/y", switches: "tags orphans" };
  assert.deepEqual({ ...read(""), ...view }, read(write(view)));
  assert.equal(write({}), "");
});

test("sentences lose the marks of Markdown, not their words", () => {
  assert.equal(plainly("see [[coast/Bay#Tides|the *bay*]] and ![[Map.png]]"), "see the bay and Map.png");
  assert.equal(plainly("[a](b.md) **bold** `x` 5 * 3 * 2 snake_case_name"), "a bold x 5 * 3 * 2 snake_case_name");
  assert.equal(plainly("[[Bay#Tides]] [[#Here]]"), "Bay › Tides Here");
});

test("only a web page's address becomes a link to the web", () => {
  assert.equal(web("https://example.org/a?b"), "https://example.org/a?b");
  for (const text of ["javascript:alert(1)", "https://a b", "data:text/html,x", "HTTPS", "//example.org", "https://x\njavascript:1"]) {
    assert.equal(web(text), "");
  }
});

test("a note opens with what was chosen, and its name cannot change that", () => {
  const meta = (openWith, root = "") => ({ openWith, root, vault: "My Sea" });
  assert.equal(opener(meta("obsidian"), "a/b c.md"), "obsidian://open?vault=My%20Sea&file=a%2Fb%20c.md");
  assert.equal(opener(meta("vscode", "/home/ann"), "潮.md", 3), "vscode://file/home/ann/%E6%BD%AE.md:3");
  assert.equal(opener(meta("file", "C:\\notes"), "a.md"), "file:///C:/notes/a.md");
  assert.equal(opener(meta("none", "/home/ann"), "a.md"), "");
  assert.equal(opener(meta("vscode"), "a.md"), "");
  assert.equal(opener(meta("file", "javascript:alert(1)//"), "a.md"), "");
  assert.equal(new URL(opener(meta("file", "/v"), "?x#y&javascript:1.md")).protocol, "file:");
});

test("a wheel is a wheel in every browser", () => {
  const [pixels, rows] = [wheel({ deltaY: 90, deltaMode: 0, ctrlKey: false }), wheel({ deltaY: 3, deltaMode: 1, ctrlKey: false })];
  assert.equal(pixels, rows);
  assert.ok(wheel({ deltaY: -5000, deltaMode: 0, ctrlKey: false }) > -0.5);
});

test("both languages say the same things with the same blanks", () => {
  const { en, zh } = DICTIONARIES;
  assert.deepEqual(Object.keys(en).sort(), Object.keys(zh).sort());
  for (const key of Object.keys(en)) {
    const blanks = (text) => (text.match(/\{\w+\}/g) ?? []).sort();
    assert.deepEqual(blanks(en[key]), blanks(zh[key]), key);
  }
  speak("zh-CN");
  assert.equal(say("links", { n: 1234 }), "1,234 条链接");
  speak("en");
});

test("a name in a drawing stays text", () => {
  assert.equal(escaped('<a b="&">\u0000'), "&lt;a b=&quot;&amp;&quot;&gt;");
});
