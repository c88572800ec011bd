/** The legend: what the colours mean, how many there are of each; click to hide, "only" to isolate. */

import { element, bidiText } from "./dom.js";
import { formatNumber, translate } from "../state/strings.js";

/** @import { ColorMode, Coloring } from "../state/coloring.js" */

/** Groups that are listed at first. */
const SHORT = 9;

export class Legend {
  /**
   * @param {HTMLElement} box
   * @param {{colorMode: (mode: ColorMode) => void, hidden: (hidden: Set<number>) => void}} actions
   */
  constructor(box, actions) {
    this.box = box;
    this.actions = actions;
    /** @type {Set<number>} indexes of hidden groups */
    this.hidden = new Set();
    /** Whether all groups are listed. */
    this.expanded = false;
    /** @type {Coloring | null} */
    this.coloring = null;
    /** @type {string[]} */
    this.palette = [];
    /** @type {ColorMode[]} */
    this.colorModes = [];
  }

  /**
   * @param {Coloring} coloring
   * @param {string[]} palette
   * @param {ColorMode[]} colorModes
   * @param {Set<number>} hidden
   */
  show(coloring, palette, colorModes, hidden) {
    this.hidden = hidden;
    this.coloring = coloring;
    this.palette = palette;
    this.colorModes = colorModes;
    this.draw();
  }

  draw() {
    const { coloring } = this;
    if (!coloring) return;
    const groups = coloring.groups.map((group, i) => ({ ...group, i }));
    const listed = this.expanded ? groups : groups.slice(0, SHORT);
    const rows = element("ul", { class: "groups" }, ...listed.map((group) => this.row(group)));
    const rest = groups.length - SHORT;
    this.box.replaceChildren(this.head(coloring.by), rows);
    if (rest > 0) {
      const text = this.expanded ? translate("legend.less") : translate("legend.more", { n: rest });
      this.box.append(this.foot(text, () => {
        this.expanded = !this.expanded;
        this.draw();
      }));
    }
  }

  /** @param {ColorMode} current */
  head(current) {
    const select = element("select", {
      attributes: { id: "by", "aria-label": translate("color") },
      on: { change: (event) => this.actions.colorMode(event.target.value) },
    });
    for (const by of this.colorModes) {
      const option = element("option", { text: translate(`by.${by}`), attributes: { value: by } });
      option.selected = by === current;
      select.append(option);
    }
    const all = element("button", {
      class: "all",
      text: translate("legend.all"),
      attributes: { type: "button" },
      on: { click: () => this.change(new Set()) },
    });
    all.hidden = this.hidden.size === 0;
    return element("div", { class: "head" }, element("label", { text: translate("color"), attributes: { for: "by" } }), select, all);
  }

  /** @param {{name: string, color: number, count: number, i: number}} group */
  row({ name: text, color, count: size, i }) {
    const dot = element("span", { class: "dot" });
    dot.style.background = this.palette[color];
    const toggle = element(
      "button",
      {
        class: "group",
        attributes: { type: "button", "aria-clicked": String(!this.hidden.has(i)), title: text },
        on: { click: () => this.toggle(i), dblclick: () => this.only(i) },
      },
      dot,
      bidiText("span", text, "name"),
      element("span", { class: "count", text: formatNumber(size) }),
    );
    const only = element("button", {
      class: "only",
      text: translate("legend.only"),
      attributes: { type: "button", "aria-label": `${translate("legend.only")} ${text}` },
      on: { click: () => this.only(i) },
    });
    return element("li", {}, toggle, only);
  }

  /**
   * @param {string} text
   * @param {() => void} click
   */
  foot(text, click) {
    return element("button", { class: "foot", text, attributes: { type: "button" }, on: { click: click } });
  }

  /** @param {number} i */
  toggle(i) {
    const hidden = new Set(this.hidden);
    if (!hidden.delete(i)) hidden.add(i);
    this.change(hidden);
  }

  /** @param {number} i */
  only(i) {
    const all = this.coloring?.groups.map((_, other) => other) ?? [];
    this.change(new Set(all.filter((other) => other !== i)));
  }

  /** @param {Set<number>} hidden */
  change(hidden) {
    this.hidden = hidden;
    this.draw();
    this.actions.hidden(hidden);
  }
}
