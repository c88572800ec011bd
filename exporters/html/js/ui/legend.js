/** The legend: what the colours mean, how many there are of each; click to hide, "only" to isolate. */

import { element, bidiText } from "./dom.js";
import { formatNumber, translate } from "../state/strings.js";

/** @import { EdgeType } from "../state/edge_types.js" */
/** @import { ColorMode, Group } from "../state/coloring.js" */

/** @typedef {Group & {i: number}} LegendGroup `i`: its index in the colouring */

/**
 * @typedef {object} LineLegend
 * @property {EdgeType[]} types
 * @property {Set<string>} hidden
 * @property {boolean} colored
 * @property {boolean | null} bySection null where no link stands under a heading
 */

/** Groups that are listed at first. */
const SHORT = 9;
/** Types of lines that are listed at most. */
const MOST_TYPES = 40;

export class Legend {
  /**
   * @param {HTMLElement} box
   * @param {{colorMode: (mode: ColorMode) => void, hidden: (hidden: Set<number>) => void, hiddenTypes: (hidden: Set<string>) => void, colorLines: (on: boolean) => void, linesBy: (sections: boolean) => void}} actions
   */
  constructor(box, actions) {
    this.box = box;
    this.actions = actions;
    /** @type {Set<number>} indexes of hidden groups */
    this.hidden = new Set();
    /** @type {LineLegend | null} */
    this.lines = null;
    /** @type {HTMLElement | null} the key to the shapes of dots */
    this.shapes = null;
    /** Whether the types of lines are listed. */
    this.linesOpen = false;
    /** Whether all groups are listed. */
    this.expanded = false;
    /** @type {LegendGroup[]} */
    this.groups = [];
    /** @type {ColorMode} */
    this.colorMode = "community";
    /** @type {string[]} */
    this.palette = [];
    /** @type {ColorMode[]} */
    this.colorModes = [];
  }

  /**
   * @param {LegendGroup[]} groups
   * @param {ColorMode} colorMode
   * @param {string[]} palette
   * @param {ColorMode[]} colorModes
   * @param {Set<number>} hidden
   * @param {LineLegend} lines
   */
  show(groups, colorMode, palette, colorModes, hidden, lines) {
    this.lines = lines;
    this.hidden = hidden;
    this.groups = groups;
    this.colorMode = colorMode;
    this.palette = palette;
    this.colorModes = colorModes;
    this.draw();
  }

  draw() {
    const { groups } = this;
    const listed = this.expanded ? groups : groups.slice(0, SHORT);
    const rows = element("ul", { class: "groups" }, ...listed.map((group) => this.row(group)));
    const rest = groups.length - SHORT;
    this.box.replaceChildren(this.head(this.colorMode), rows);
    if (rest > 0) {
      const text = this.expanded ? translate("legend.less") : translate("legend.more", { n: rest });
      this.box.append(this.foot(text, () => {
        this.expanded = !this.expanded;
        this.draw();
      }));
    }
    const lines = this.lineTypes();
    if (this.shapes) this.box.append(this.shapes);
    if (lines) this.box.append(lines);
  }

  /** The types of lines: a click hides one; hidden types count for nothing on the page. */
  lineTypes() {
    const { lines } = this;
    if (!lines || (lines.types.length < 2 && lines.bySection === null)) return null;
    const toggle = element("summary", { text: translate("lines") });
    const details = element("details", { class: "lines" }, toggle);
    details.open = this.linesOpen;
    details.addEventListener("toggle", () => (this.linesOpen = details.open));
    const box = element("input", { attributes: { type: "checkbox", name: "colorLines" } });
    box.checked = lines.colored;
    box.addEventListener("change", () => this.actions.colorLines(box.checked));
    details.append(element("label", { class: "switch" }, box, element("span", { text: translate("lines.color") })));
    if (lines.bySection !== null) details.append(this.linesBy(lines.bySection));
    const rows = lines.types.slice(0, MOST_TYPES).map(({ key, name, count, color }) => {
      const stroke = element("span", { class: "stroke" });
      stroke.style.background = this.palette[lines.colored ? color : 0];
      const change = () => {
        const hidden = new Set(lines.hidden);
        if (!hidden.delete(key)) hidden.add(key);
        this.actions.hiddenTypes(hidden);
      };
      const attributes = { type: "button", "aria-checked": String(!lines.hidden.has(key)), role: "switch", title: name };
      const text = bidiText("span", name, "name");
      const number = element("span", { class: "count", text: formatNumber(count) });
      return element("li", {}, element("button", { class: "group", attributes, on: { click: change } }, stroke, text, number));
    });
    details.append(element("ul", { class: "groups" }, ...rows));
    return details;
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

  /** @param {boolean} bySection */
  linesBy(bySection) {
    const select = element("select", {
      attributes: { name: "linesBy", "aria-label": translate("lines.by") },
      on: { change: () => this.actions.linesBy(select.value === "section") },
    });
    for (const by of ["type", "section"]) select.append(element("option", { text: translate(`lines.by.${by}`), attributes: { value: by } }));
    select.value = bySection ? "section" : "type";
    return element("label", { class: "switch" }, element("span", { text: translate("lines.by") }), select);
  }

  /** @param {LegendGroup} group */
  row({ name: text, color, count: size, i, sign }) {
    const dot = element("span", { class: sign ? `sign ${sign}` : "dot" });
    if (!sign) dot.style.background = this.palette[color];
    const toggle = element(
      "button",
      {
        class: "group",
        attributes: { type: "button", "aria-pressed": String(!this.hidden.has(i)), title: text },
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
    this.change(new Set(this.groups.map((group) => group.i).filter((other) => other !== i)));
  }

  /** @param {Set<number>} hidden */
  change(hidden) {
    this.hidden = hidden;
    this.draw();
    this.actions.hidden(hidden);
  }
}
