/** The key to the shapes of dots: note, topic, unwritten topic, tag, file. */

import { translate } from "../state/strings.js";
import { element } from "./dom.js";

/** @import { Graph } from "../data/graph.js" */

/** Shapes in the order of the key; the other kinds are files. */
const SHAPES = ["note", "written", "topic", "tag"];

/**
 * @param {Graph} graph
 * @param {Uint8Array} visible
 * @returns {HTMLElement | null} null where all dots are alike
 */
export function shapeKey(graph, visible) {
  /** @type {Set<string>} */
  const found = new Set();
  for (let node = 0; node < graph.size; node++) {
    if (!visible[node]) continue;
    const shape = graph.shapeOf(node);
    found.add(SHAPES.includes(shape) ? shape : "file");
  }
  if (found.size < 2) return null;
  const entries = [...SHAPES, "file"].filter((shape) => found.has(shape)).map((shape) =>
    element("span", { class: "shape" }, element("span", { class: `dot shape-${shape}` }), element("span", { text: translate(`shape.${shape}`) })),
  );
  return element("p", { class: "shapes" }, ...entries);
}
