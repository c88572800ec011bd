/** What the page does with the past: shows a change on the map, and lists it. */

import { GONE, NEW } from "./data/past.js";
import { translate } from "./state/strings.js";
import { changeSections, lineKey } from "./ui/change_list.js";
import { byId, element } from "./ui/dom.js";
import { isoDay } from "./data/dates.js";
import { PHONE } from "./ui/free_area.js";

/** @import { App } from "./app.js" */
/** @import { Change, ChangeEntry, Past } from "./data/past.js" */

/** @typedef {"given" | "week" | "month"} Span */

const DAYS = { week: 7, month: 30 };

export class PastView {
  /**
   * @param {App} app
   * @param {Past} past
   */
  constructor(app, past) {
    this.app = app;
    this.past = past;
    /** Whether the reader has closed the list. */
    this.folded = false;
  }

  /** The details are known: list the change, if one is shown at first. */
  addDetails() {
    this.folded = this.app.view.camera.width < PHONE;
    if (this.past.change) this.list(this.past.change, this.past.meta.before);
  }

  /** @returns {Span[]} what a reader may ask for */
  spans() {
    const { lives, meta } = this.past;
    if (!lives) return [];
    return meta.before ? ["given", "week", "month"] : ["week", "month"];
  }

  /**
   * @returns {HTMLElement | null} buttons that show what changed since the last build or within some days
   */
  chips() {
    const spans = this.spans();
    if (!spans.length) return null;
    const box = element("div", { class: "spans", attributes: { role: "group" } });
    const texts = { given: "changes.last", week: "changes.week", month: "changes.month" };
    for (const span of spans) {
      const attributes = { type: "button", "aria-pressed": "false", "data-span": span };
      const click = (/** @type {Event} */ event) => {
        const button = /** @type {HTMLElement} */ (event.currentTarget);
        const on = button.getAttribute("aria-pressed") === "true";
        for (const other of box.children) other.setAttribute("aria-pressed", "false");
        button.setAttribute("aria-pressed", String(!on));
        this.show(on ? null : span);
      };
      box.append(element("button", { class: "chip", text: translate(texts[span]), attributes, on: { click } }));
    }
    return box;
  }

  /** The timeline was closed. */
  close() {
    if (!this.past.meta.shown && this.past.change) this.show(null);
  }

  /**
   * Show what changed since the last build or within some days; null for no change.
   * @param {Span | null} span
   */
  show(span) {
    const { app, past } = this;
    const { lives, meta } = past;
    const day = span && span !== "given" ? meta.lastDay - DAYS[span] : 0;
    past.change = span === null ? null : span === "given" ? past.given : (lives?.since(day) ?? null);
    app.changeShown();
    if (past.change) this.list(past.change, span === "given" ? meta.before : isoDay(day));
    else {
      byId("changes").hidden = true;
      byId("search-box").classList.remove("listing");
    }
  }

  /**
   * @param {Change} change
   * @param {string} before
   */
  list(change, before) {
    const { app, past } = this;
    const { after } = past.meta;
    const entries = past.meta.shown ? past.meta.changes : entriesOf(app.graph, change);
    const n = entries.length;
    const title = n === 0 ? "changes.none" : n === 1 ? "changes.one" : "changes";
    const summary = element("summary", { text: translate(title, { n }) });
    const details = element("details", {}, summary, element("p", { class: "status", text: translate(after ? "changes.between" : "changes.since", { before, after }) }));
    if (past.meta.shallow) details.append(element("p", { class: "status", text: translate("changes.shallow") }));
    details.open = !this.folded && n > 0;
    details.addEventListener("toggle", () => (this.folded = !details.open));
    const sections = changeSections(app.graph, entries, (nodes) => this.pick(nodes));
    details.append(lineKey(change), element("div", { class: "entries" }, ...sections));
    byId("changes").replaceChildren(details);
    byId("changes").hidden = false;
    byId("search-box").classList.add("listing");
  }

  /** @param {number[]} nodes the first is selected, all are brought into view */
  pick(nodes) {
    const { app } = this;
    if (!nodes.length) return;
    app.select(nodes[0], true);
    if (nodes.length > 1) app.navigation.frameNodes(nodes);
  }
}

/**
 * @param {import("./data/graph.js").Graph} graph
 * @param {Change} change
 * @returns {ChangeEntry[]} one for each node and edge that is not the same, the most important first
 */
function entriesOf(graph, change) {
  /** @type {ChangeEntry[]} */
  const entries = [];
  for (const node of graph.ranked) if (change.node[node] === NEW) entries.push([graph.kindName(node) === "note" ? "newNote" : graph.kindName(node) === "topic" ? "newTopic" : "newFile", [node], []]);
  for (const [state, what] of /** @type {[number, string][]} */ ([[NEW, "newLink"], [GONE, "goneLink"]])) {
    for (let e = 0; e < change.edge.length; e++) if (change.edge[e] === state) entries.push([what, [graph.from[e], graph.to[e]], []]);
  }
  return entries.sort((a, b) => ORDER.indexOf(a[0]) - ORDER.indexOf(b[0]));
}

const ORDER = ["newNote", "newTopic", "newFile", "newLink", "goneLink"];
