/**
 * What is painted on the map, for tests: a canvas cannot be inspected from outside. Read-only; the
 * page itself never uses it. `window.noteweave` is `{ labels, dots, app }`, see docs/page.md.
 */

import { currentBox } from "./map/labels/label_layer.js";

/** @import { App } from "./app.js" */

/**
 * @typedef {object} LabelReport a label on the map, in CSS pixels of the window
 * @property {string} text as painted, maybe shortened
 * @property {string} name in full
 * @property {string} node as in the address (`n=`); "" for the name of a community
 * @property {number} x left side of the letters' box
 * @property {number} y its top
 * @property {number} w its width
 * @property {number} h its height
 * @property {number} size of the letters
 */

/**
 * @param {App} app
 * @param {string} [where] "map", or "neighbourhood" for the drawing in the panel
 * @returns {LabelReport[]}
 */
export function labels(app, where = "map") {
  const { graph, view, scene } = app;
  if (where === "neighbourhood") return app.localGraph.labels();
  return view.labels.map((label) => {
    const box = currentBox(label, scene, view.camera);
    const area = scene.communities[label.community ?? -1];
    return {
      text: label.text,
      name: label.node >= 0 ? graph.label[label.node] : (area?.name ?? label.text),
      node: label.node >= 0 ? (graph.details?.keyOf(label.node) ?? "") : "",
      x: box.left,
      y: box.top,
      w: box.right - box.left,
      h: box.bottom - box.top,
      size: label.size,
    };
  });
}

/**
 * @param {App} app
 * @returns {{name: string, node: string, x: number, y: number, r: number}[]} every visible node, its
 *   middle and radius in CSS pixels, also outside of the window
 */
export function dots({ graph, view, scene }) {
  const { camera } = view;
  const leafRadius = scene.sizes.leafRadius(camera);
  const nodes = [...graph.label.keys()].filter((node) => scene.visible[node]);
  return nodes.map((node) => ({
    name: graph.label[node],
    node: graph.details?.keyOf(node) ?? "",
    x: camera.toScreenX(graph.x[node]),
    y: camera.toScreenY(graph.y[node]),
    r: scene.sizes.radius(node, leafRadius),
  }));
}
