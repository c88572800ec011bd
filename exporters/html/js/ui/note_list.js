/** All notes as a list: the map for those who listen, and for those who like lists. */

import { make, name } from "./dom.js";
import { fold } from "../data/normalize.js";
import { say } from "./strings.js";

/** @import { Scene } from "../map/painter.js" */

const STEP = 200;

/**
 * @param {Scene} scene
 * @param {(node: number) => void} pick
 * @returns {Node[]}
 */
export function listSheet(scene, pick) {
  const { vault, shown } = scene;
  const input = make("input", { attributes: { type: "search", "aria-label": say("list.filter"), placeholder: say("list.filter") } });
  const told = make("p", { class: "told", attributes: { role: "status" } });
  const rows = make("ol", { class: "rows" });
  const more = make("button", { class: "foot", attributes: { type: "button" } });
  /** @type {number[]} */
  let nodes = [];
  let listed = 0;
  const add = () => {
    for (const node of nodes.slice(listed, listed + STEP)) rows.append(row(scene, node, pick));
    listed = Math.min(listed + STEP, nodes.length);
    more.textContent = say("more", { n: nodes.length - listed });
    more.hidden = listed >= nodes.length;
  };
  const fill = () => {
    const wanted = fold(input.value.trim());
    nodes = [];
    for (let node = 0; node < vault.size; node++) {
      if (shown[node] && (!wanted || fold(vault.label[node]).includes(wanted))) nodes.push(node);
    }
    listed = 0;
    rows.replaceChildren();
    told.textContent = say("shown", { n: nodes.length, all: vault.size });
    add();
  };
  input.addEventListener("input", fill);
  more.addEventListener("click", add);
  fill();
  return [input, told, rows, more];
}

/**
 * @param {Scene} scene
 * @param {number} node
 * @param {(node: number) => void} pick
 */
function row({ vault, palette, ink }, node, pick) {
  const dot = make("span", { class: "dot" });
  dot.style.background = palette[ink[node]];
  const links = vault.degree[node];
  return make(
    "li",
    {},
    make(
      "button",
      { class: "note", attributes: { type: "button" }, on: { click: () => pick(node) } },
      dot,
      name("span", vault.label[node], "name"),
      make("span", { class: "count", text: links === 1 ? say("link") : say("links", { n: links }) }),
    ),
  );
}
