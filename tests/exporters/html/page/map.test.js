/** The modules of js/map/, without a browser: run by test_page_js.py under Node. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { coast, graphOf } from "./graphs.js";
import { around, Camera } from "../js/map/camera.js";
import { linkedPairs } from "../js/map/edge_lines.js";
import { HitGrid } from "../js/map/hit_grid.js";
import { wheel } from "../js/map/input.js";
import { placeLabels, shortenLabel, touches } from "../js/map/label_placement.js";
import { escapeXml } from "../js/map/save_image.js";

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
  const grid = new HitGrid(Float32Array.from([0, 100, 103]), Float32Array.from([0, 0, 0]), Uint8Array.from([1, 1, 1]), 200);
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
  const below = { left: 90, right: 110, top: 108, bottom: 118 };
  const write = (dots) => placeLabels([candidate], () => 30, { taken: [], dots }, { width: 300, height: 300 }, 9)[0].box;
  assert.ok(write([]).top > 100);
  assert.ok(write([below]).bottom < 100);
  assert.ok(write([{ left: 0, right: 300, top: 0, bottom: 300 }]).top > 100);
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
