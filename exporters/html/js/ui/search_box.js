/** A search field with a list of hits: arrow keys choose, Enter opens. */

import { element, bidiText } from "./dom.js";
import { translate } from "../state/strings.js";

/** @import { Hit, SearchIndex } from "../data/search.js" */
/** @import { Graph } from "../data/graph.js" */

/** Hits in the list at most; the map shows all. */
const LISTED = 40;
let instances = 0;

export class SearchBox {
  /**
   * @param {Graph} graph
   * @param {() => SearchIndex} index
   * @param {{input: HTMLInputElement, list: HTMLElement}} parts
   * @param {{pick: (node: number) => void, found?: (hits: Hit[] | null) => void, color?: (node: number) => string, hidden?: (node: number) => boolean, filter?: (query: string) => void}} actions
   */
  constructor(graph, index, { input, list }, actions) {
    this.graph = graph;
    this.index = index;
    this.input = input;
    this.list = list;
    this.actions = actions;
    /** @type {Hit[]} */
    this.hits = [];
    this.active = -1;
    this.id = `searchBox${instances++}`;
    list.id ||= `${this.id}-list`;
    list.setAttribute("role", "listbox");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("autocomplete", "off");
    input.setAttribute("spellcheck", "false");
    input.addEventListener("input", () => this.search());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("focus", () => this.hits.length && this.setOpen(true));
    input.addEventListener("blur", () => this.setOpen(false));
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus
  }

  /** @param {string} text */
  set(text) {
    this.input.value = text;
    this.search();
    this.setOpen(false);
  }

  /** Search again: what was not known yet may be known now. */
  refresh() {
    const open = !this.list.hidden;
    this.search();
    this.setOpen(open);
  }

  search() {
    const text = this.input.value;
    this.hits = text.trim() ? this.index().find(text) : [];
    this.active = -1;
    this.show(text.trim() !== "");
    this.actions.found?.(text.trim() ? this.hits : null);
  }

  /** @param {boolean} asked */
  show(asked) {
    this.list.replaceChildren();
    this.hits.slice(0, LISTED).forEach((hit, i) => this.list.append(this.row(hit, i)));
    if (asked) {
      const text = this.hits.length ? translate("search.count", { n: this.hits.length }) : translate("search.none");
      this.list.append(element("div", { class: "found", attributes: { role: "presentation" } }, element("span", { text }), this.filterButton()));
    }
    this.setOpen(asked);
  }

  /** @returns {HTMLElement | null} turns the search into a filter */
  filterButton() {
    const { filter } = this.actions;
    if (!filter || !this.hits.length) return null;
    const attributes = { type: "button", tabindex: "-1" };
    return element("button", { class: "link", text: translate("search.filter"), attributes, on: { click: () => filter(this.input.value) } });
  }

  /**
   * @param {Hit} hit
   * @param {number} i
   */
  row(hit, i) {
    const dot = element("span", { class: "dot" });
    const color = this.actions.color?.(hit.node);
    if (color) dot.style.background = color;
    const hidden = this.actions.hidden?.(hit.node) ?? false;
    const second = hidden ? translate("hit.hidden") : hit.matched || this.graph.details?.folderOf(hit.node) || "";
    return element(
      "div",
      {
        class: hidden ? "hit hidden-hit" : "hit",
        attributes: { role: "option", id: `${this.id}-${i}`, "aria-selected": "false" },
        on: { click: () => this.pick(i) },
      },
      dot,
      splitName(this.graph.label[hit.node]),
      second ? bidiText("span", second, "matched") : null,
    );
  }

  /** @param {boolean} open */
  setOpen(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing) return;
    const count = Math.min(this.hits.length, LISTED);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (count) this.activate((this.active + (event.key === "ArrowDown" ? 1 : -1) + count) % count);
    } else if (event.key === "Enter") {
      if (count) this.pick(Math.max(0, this.active));
    } else if (event.key === "Escape") {
      event.stopPropagation();
      if (this.input.value) this.set("");
      else this.input.blur();
    }
  }

  /** @param {number} i */
  activate(i) {
    const rows = this.list.querySelectorAll(".hit");
    rows[this.active]?.setAttribute("aria-selected", "false");
    this.active = i;
    rows[i]?.setAttribute("aria-selected", "true");
    rows[i]?.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", `${this.id}-${i}`);
  }

  /** @param {number} i */
  pick(i) {
    this.setOpen(false);
    this.input.blur();
    this.actions.pick(this.hits[i].node);
  }
}

/** Characters at the end of a long name that stay readable when it is cut. */
const TAIL = 8;
const LONG = 22;

/**
 * A name whose end can always be read: a long one is cut before its last characters.
 * @param {string} text
 */
function splitName(text) {
  if (text.length <= LONG) return bidiText("span", text, "name");
  const parts = [...text];
  const start = element("span", { class: "start", text: parts.slice(0, -TAIL).join("") });
  const whole = element("span", { class: "name long", attributes: { dir: "auto", title: text } });
  whole.append(start, parts.slice(-TAIL).join(""));
  return whole;
}
