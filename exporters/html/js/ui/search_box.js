/** A box to find a note in: hits as you type, up and down, Enter. */

import { make, name } from "./dom.js";
import { say } from "./strings.js";

/** @import { Hit, Index } from "../data/search.js" */
/** @import { Vault } from "../data/graph.js" */

/** Hits in the list; the map shows all. */
const LISTED = 40;
let made = 0;

export class Finder {
  /**
   * @param {Vault} vault
   * @param {() => Index} index
   * @param {{input: HTMLInputElement, list: HTMLElement}} parts
   * @param {{pick: (node: number) => void, found?: (hits: Hit[] | null) => void, color?: (node: number) => string}} react
   */
  constructor(vault, index, { input, list }, react) {
    this.vault = vault;
    this.index = index;
    this.input = input;
    this.list = list;
    this.react = react;
    /** @type {Hit[]} */
    this.hits = [];
    this.active = -1;
    this.id = `finder${made++}`;
    list.id ||= `${this.id}-list`;
    list.setAttribute("role", "listbox");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("autocomplete", "off");
    input.setAttribute("spellcheck", "false");
    input.addEventListener("input", () => this.search());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("focus", () => this.hits.length && this.unfold(true));
    input.addEventListener("blur", () => this.unfold(false));
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus
  }

  /** @param {string} text */
  set(text) {
    this.input.value = text;
    this.search();
    this.unfold(false);
  }

  search() {
    const text = this.input.value;
    this.hits = text.trim() ? this.index().find(text) : [];
    this.active = -1;
    this.show(text.trim() !== "");
    this.react.found?.(text.trim() ? this.hits : null);
  }

  /** @param {boolean} asked */
  show(asked) {
    this.list.replaceChildren();
    this.hits.slice(0, LISTED).forEach((hit, i) => this.list.append(this.row(hit, i)));
    if (asked) {
      const text = this.hits.length ? say("search.count", { n: this.hits.length }) : say("search.none");
      this.list.append(make("div", { class: "found", text, attributes: { role: "presentation" } }));
    }
    this.unfold(asked);
  }

  /**
   * @param {Hit} hit
   * @param {number} i
   */
  row(hit, i) {
    const dot = make("span", { class: "dot" });
    const color = this.react.color?.(hit.node);
    if (color) dot.style.background = color;
    const second = hit.why || this.vault.words?.folderOf(hit.node) || "";
    return make(
      "div",
      {
        class: "hit",
        attributes: { role: "option", id: `${this.id}-${i}`, "aria-selected": "false" },
        on: { click: () => this.pick(i) },
      },
      dot,
      name("span", this.vault.label[hit.node], "name"),
      second ? name("span", second, "why") : null,
    );
  }

  /** @param {boolean} open */
  unfold(open) {
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
    this.unfold(false);
    this.input.blur();
    this.react.pick(this.hits[i].node);
  }
}
