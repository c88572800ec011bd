/** The modules of js/map/, without a browser: run by test_page_js.py under Node. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { coast, graphOf } from "./graphs.js";
import { around, Camera } from "../js/map/camera.js";
import { fitMap } from "../js/map/fitting.js";
import { linkedPairs } from "../js/map/edge_lines.js";
import { HitGrid } from "../js/map/hit_grid.js";
import { wheel } from "../js/map/input.js";
import { BoxIndex, contains, touches } from "../js/map/labels/box_index.js";
import { placeLabels } from "../js/map/labels/label_placement.js";
import { captionLines } from "../js/map/pictures/caption.js";
import { focusLayout } from "../js/map/focus_layout.js";
import { equalBeginnings, shortenLabel } from "../js/map/labels/shorten.js";
import { escapeXml } from "../js/map/pictures/svg.js";

test("a pair of notes has one line, whichever way it is linked", () => {
  assert.equal(linkedPairs(coast()).length, 3);
});

test("a mention is neither a line nor a neighbour", () => {
  const graph = graphOf(["Bay", "Cove"], [[0, 1, "mention"]]);
  assert.equal(linkedPairs(graph).length, 0);
  assert.deepEqual(graph.neighbors(0), []);
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
  const grid = new HitGrid(Float32Array.from([0, 100, 103]), Float32Array.from([0, 0, 0]), Uint8Array.from([1, 1, 1]), Uint32Array.from([0, 1, 2]), 200);
  assert.equal(grid.nearest(102, 0, 10, () => 0), 2);
  assert.equal(grid.nearest(50, 0, 10, () => 0), -1);
  assert.equal(grid.nearest(50, 0, 10, (node) => (node === 0 ? 45 : 0)), 0);
});

test("labels never overlap each other, the controls or the rim", () => {
  const candidates = Array.from({ length: 400 }, (_, i) => ({
    text: `label ${i}`, x: (i * 37) % 800, y: (i * 61) % 600, gap: 4, size: 12, side: "below", node: i, color: 0, strong: false,
  }));
  const control = { left: 0, top: 0, right: 300, bottom: 130 };
  const labels = placeLabels(candidates, (text) => text.length * 7, { taken: [control], dots: [] }, { width: 800, height: 600 }, 99);
  assert.ok(labels.length > 20);
  labels.forEach(({ box }, i) => {
    assert.ok(!touches(box, control));
    assert.ok(box.left >= 0 && box.right <= 800 && box.top >= 0 && box.bottom <= 600);
    for (const other of labels.slice(i + 1)) assert.ok(!touches(box, other.box));
  });
});

test("a name keeps off the dots while there is another place", () => {
  const candidate = { text: "quay", x: 100, y: 100, gap: 8, size: 12, side: "below", node: 0, color: 0, strong: false };
  const below = { node: 1, avoid: false, box: { left: 90, right: 110, top: 108, bottom: 118 } };
  const write = (dots) => placeLabels([candidate], () => 30, { taken: [], dots }, { width: 300, height: 300 }, 9)[0].box;
  assert.ok(write([]).top > 100);
  assert.ok(write([below]).bottom < 100);
  assert.ok(write([{ node: 1, avoid: false, box: { left: 0, right: 300, top: 0, bottom: 300 } }]).top > 100);
});

test("long names are cut between characters people see, and direction marks go", () => {
  assert.equal(shortenLabel("x".repeat(300)).length, 34);
  assert.equal(shortenLabel("\u202eevil\u202c"), "evil");
  assert.ok([...new Intl.Segmenter().segment(shortenLabel("👩‍👩‍👧‍👦".repeat(30)))].length <= 18);
  assert.equal(shortenLabel("茶".repeat(17)), "茶".repeat(17));
});

test("a wheel is a wheel in every browser", () => {
  const [pixels, rows] = [wheel({ deltaY: 90, deltaMode: 0, ctrlKey: false }), wheel({ deltaY: 3, deltaMode: 1, ctrlKey: false })];
  assert.equal(pixels, rows);
  assert.ok(wheel({ deltaY: -5000, deltaMode: 0, ctrlKey: false }) > -0.5);
});

test("a name in a drawing stays text", () => {
  assert.equal(escapeXml('<a b="&">\u0000'), "&lt;a b=&quot;&amp;&quot;&gt;");
});

test("names with equal beginnings are cut in the middle", () => {
  const names = ["Report on the works of the southern harbour 2012", "Report on the works of the southern harbour 2013", "Quay"];
  assert.deepEqual([...equalBeginnings(names)].sort(), names.slice(0, 2));
  const short = names.slice(0, 2).map((name) => shortenLabel(name, undefined, true));
  assert.ok(short[0].endsWith("2012") && short[1].endsWith("2013") && short[0].length <= 34, short.join());
});

test("nothing is written twice: a community's name and its hub's", () => {
  const label = { text: "Quay", name: "Quay", x: 100, y: 100, gap: 8, size: 12, side: "below", node: 3, color: 0, strong: false };
  const community = { ...label, node: -1, side: "center", y: 40, community: 0, radius: 50 };
  const labels = placeLabels([community, label], () => 30, { taken: [], dots: [] }, { width: 300, height: 300 }, 9);
  assert.deepEqual(labels.map((one) => one.node), [-1]);
});

test("no name covers a large dot of another note; its own dot does not count", () => {
  const label = { text: "Quay", name: "Quay", x: 100, y: 100, gap: 8, size: 12, side: "below", node: 3, color: 0, strong: false };
  const everywhere = { left: 0, right: 300, top: 0, bottom: 300 };
  const write = (node) => placeLabels([label], () => 30, { taken: [], dots: [{ node, avoid: true, box: everywhere }] }, { width: 300, height: 300 }, 9);
  assert.equal(write(4).length, 0);
  assert.equal(write(3).length, 1);
});

test("the index of boxes finds what touches, across its cells", () => {
  const index = new BoxIndex();
  index.add({ left: 90, right: 110, top: 90, bottom: 110 }, 7);
  assert.equal(index.touches({ left: 111, right: 200, top: 0, bottom: 300 }), true);
  assert.equal(index.touches({ left: 111, right: 200, top: 0, bottom: 300 }, 7), false);
  assert.equal(index.touches({ left: 120, right: 200, top: 0, bottom: 300 }), false);
  assert.equal(contains({ left: 0, right: 2, top: 0, bottom: 2 }, 1, 3), false);
});

test("a focused neighbourhood has room for every name, and is the same every time", () => {
  const labels = Array.from({ length: 43 }, (_, i) => `n${i}`);
  const graph = graphOf(labels, labels.slice(1).map((_, i) => [i + 1, 0]));
  const nodes = new Map(labels.map((_, i) => [i, i ? 1 : 0]));
  const layout = () => focusLayout(graph, nodes, [...graph.to.keys()], new Map(), new Set());
  const positions = [...layout().values()];
  assert.deepEqual(positions, [...layout().values()]);
  positions.forEach((a, i) => positions.slice(i + 1).forEach((b) => assert.ok(Math.abs(a.x - b.x) > 100 || Math.abs(a.y - b.y) > 40)));
});

test("a pinned node stays where it is", () => {
  const graph = graphOf(["a", "b", "c"], [[0, 1], [0, 2]]);
  const nodes = new Map([[0, 0], [1, 1], [2, 1]]);
  const layout = focusLayout(graph, nodes, [0, 1], new Map([[1, { x: 11, y: 22 }]]), new Set([1]));
  assert.deepEqual(layout.get(1), { x: 11, y: 22 });
});

test("a saved picture has its title and as much of the legend as fits", () => {
  const groups = Array.from({ length: 90 }, (_, i) => ({ name: `g${i}`, color: "#fff", count: "1" }));
  const { title, legend, box } = captionLines({ title: "Sea", subtitle: "3 notes", groups }, 600);
  assert.deepEqual(title.map((line) => line.text), ["Sea", "3 notes"]);
  assert.ok(legend.length > 10 && legend.length < 90);
  assert.ok(box.y > title[1].y && box.y + box.height <= 600);
});

test("a map fits into the window with nothing under a control, larger than beside them all", () => {
  const camera = Object.assign(new Camera(), { width: 1280, height: 800 });
  const points = Array.from({ length: 400 }, (_, n) => [1000 * Math.cos(n), 640 * Math.sin(n)]);
  const map = { x: points.map(([x]) => x), y: points.map(([, y]) => y), nodes: points.map((_, n) => n) };
  const controls = [{ left: 16, top: 16, right: 308, bottom: 120 }, { left: 16, top: 600, right: 250, bottom: 784 }];
  const whole = { left: 28, top: 28, right: 1196, bottom: 772 };
  const beside = { ...whole, left: 328 };
  const most = 10;
  const found = fitMap(camera, map, { beside, whole, controls }, most);
  assert.ok(found.scale > 1.1 * camera.fitting(around(map.x, map.y, map.nodes), beside, most).scale);
  Object.assign(camera, found);
  const covered = points.filter(([x, y]) => controls.some((box) => {
    const [left, top] = [camera.toScreenX(x), camera.toScreenY(y)];
    return left > box.left && left < box.right && top > box.top && top < box.bottom;
  }));
  assert.deepEqual(covered, []);
  const everywhere = [{ left: 0, top: 0, right: 1280, bottom: 800 }];
  assert.deepEqual(fitMap(camera, map, { beside, whole, controls: everywhere }, most), camera.fitting(around(map.x, map.y, map.nodes), beside, most));
});
