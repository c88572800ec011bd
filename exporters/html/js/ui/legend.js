/** The legend: what the colours mean, how many there are of each; click to hide, "only" to isolate. */

import { make, name } from "./dom.js";
import { count, say } from "./strings.js";

/** @import { By, Coloring } from "../map/colors.js" */

const SHORT = 9;

export class Legend {
  /**
   * @param {HTMLElement} box
   * @param {{by: (by: By) => void, off: (off: Set<number>) => void}} react
   */
  constructor(box, react) {
    this.box = box;
    this.react = react;
    /** @type {Set<number>} groups that are switched off */
    this.off = new Set();
    this.long = false;
    /** @type {Coloring | null} */
    this.coloring = null;
    /** @type {string[]} */
    this.palette = [];
    /** @type {By[]} */
    this.ways = [];
  }

  /**
   * @param {Coloring} coloring
   * @param {string[]} palette
   * @param {By[]} ways
   */
  show(coloring, palette, ways) {
    if (this.coloring?.by !== coloring.by) this.off.clear();
    this.coloring = coloring;
    this.palette = palette;
    this.ways = ways;
    this.draw();
  }

  draw() {
    const { coloring } = this;
    if (!coloring) return;
    const groups = coloring.groups.map((group, i) => ({ ...group, i }));
    const listed = this.long ? groups : groups.slice(0, SHORT);
    const rows = make("ul", { class: "groups" }, ...listed.map((group) => this.row(group)));
    const rest = groups.length - SHORT;
    this.box.replaceChildren(this.head(coloring.by), rows);
    if (rest > 0) {
      const text = this.long ? say("legend.less") : say("legend.more", { n: rest });
      this.box.append(this.foot(text, () => {
        this.long = !this.long;
        this.draw();
      }));
    }
  }

  /** @param {By} current */
  head(current) {
    const select = make("select", {
      attributes: { id: "by", "aria-label": say("color") },
      on: { change: (event) => this.react.by(event.target.value) },
    });
    for (const by of this.ways) {
      const option = make("option", { text: say(`by.${by}`), attributes: { value: by } });
      option.selected = by === current;
      select.append(option);
    }
    const all = make("button", {
      class: "all",
      text: say("legend.all"),
      attributes: { type: "button" },
      on: { click: () => this.change(new Set()) },
    });
    all.hidden = this.off.size === 0;
    return make("div", { class: "head" }, make("label", { text: say("color"), attributes: { for: "by" } }), select, all);
  }

  /** @param {{name: string, ink: number, count: number, i: number}} group */
  row({ name: text, ink, count: size, i }) {
    const dot = make("span", { class: "dot" });
    dot.style.background = this.palette[ink];
    const toggle = make(
      "button",
      {
        class: "group",
        attributes: { type: "button", "aria-pressed": String(!this.off.has(i)), title: text },
        on: { click: () => this.toggle(i), dblclick: () => this.only(i) },
      },
      dot,
      name("span", text, "name"),
      make("span", { class: "count", text: count(size) }),
    );
    const only = make("button", {
      class: "only",
      text: say("legend.only"),
      attributes: { type: "button", "aria-label": `${say("legend.only")} ${text}` },
      on: { click: () => this.only(i) },
    });
    return make("li", {}, toggle, only);
  }

  /**
   * @param {string} text
   * @param {() => void} press
   */
  foot(text, press) {
    return make("button", { class: "foot", text, attributes: { type: "button" }, on: { click: press } });
  }

  /** @param {number} i */
  toggle(i) {
    const off = new Set(this.off);
    if (!off.delete(i)) off.add(i);
    this.change(off);
  }

  /** @param {number} i */
  only(i) {
    const all = this.coloring?.groups.map((_, other) => other) ?? [];
    this.change(new Set(all.filter((other) => other !== i)));
  }

  /** @param {Set<number>} off */
  change(off) {
    this.off = off;
    this.draw();
    this.react.off(off);
  }
}
