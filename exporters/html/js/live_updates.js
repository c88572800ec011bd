/** Follow a vault that `noteweave serve` serves: show its changes, or load the page again. */

import { updateGraph } from "./graph_update.js";
import { showFindings } from "./ui/finding_list.js";
import { translate } from "./state/strings.js";

/** @import { App } from "./app.js" */
/** @import { Finding } from "./ui/finding_list.js" */

/**
 * What the server tells about a change.
 * @typedef {object} LiveEvent
 * @property {number} number
 * @property {string[]} changed notes that are new or were written
 * @property {Finding[]} findings what the check found new
 * @property {Finding[]} open what it has found new since the server started, and is still so
 * @property {string} problem
 * @property {import("./data/graph_delta.js").GraphDelta?} delta null if the page must be loaded again
 */

/** Where the page that is left tells the next one what has changed. */
const CHANGE = "noteweave:change";
/** How many notes and findings are named. */
const NAMED = 3;
/** Milliseconds that a note is marked after it was written. */
const MARKED = 6000;

export class LiveUpdates {
  /**
   * @param {App} app
   * @param {string} made what the page was made from: the server's run, and a number
   */
  constructor(app, made) {
    this.app = app;
    this.made = made;
    this.follows = new URLSearchParams(location.search).has("follow");
    this.markTimer = 0;
    this.tellLastChange();
    /** @type {EventSource?} */
    this.source = null;
    addEventListener("pagehide", () => this.source?.close());
    addEventListener("pageshow", (event) => event.persisted && this.start());
  }

  start() {
    const source = new EventSource(`events?at=${encodeURIComponent(this.made)}`);
    this.source = source;
    source.addEventListener("change", (event) => {
      this.made = event.lastEventId;
      this.show(JSON.parse(event.data));
    });
    source.addEventListener("findings", (event) => this.list(JSON.parse(event.data)));
    source.addEventListener("reload", () => this.load(null));
    source.addEventListener("problem", (event) => this.app.notify(JSON.parse(event.data).problem));
    return this;
  }

  /** @param {LiveEvent} change */
  show(change) {
    if (!change.delta) {
      this.load(change);
      return;
    }
    const { app } = this;
    updateGraph(app, change.delta);
    this.list(change.open);
    this.mark(change.changed);
    this.tell(change);
    const last = app.graph.details?.numberOf(change.changed[change.changed.length - 1] ?? "") ?? -1;
    if (this.follows && last >= 0) app.select(last);
    performance.mark("noteweave:change");
  }

  /** @param {Finding[]} findings */
  list(findings) {
    const { app } = this;
    showFindings(app.graph.meta, findings, (path) => app.select(app.graph.details?.numberOf(path) ?? -1, true));
  }

  /**
   * Mark notes on the map for some seconds.
   * @param {string[]} keys
   */
  mark(keys) {
    const { graph, view } = this.app;
    view.marked = keys.map((key) => graph.details?.numberOf(key) ?? -1).filter((node) => node >= 0);
    view.requestFrame();
    clearTimeout(this.markTimer);
    this.markTimer = window.setTimeout(() => {
      view.marked = [];
      view.requestFrame();
    }, MARKED);
  }

  /** @param {LiveEvent?} change */
  load(change) {
    const { address } = this.app;
    address.withCamera = true;
    address.save();
    if (change) sessionStorage.setItem(CHANGE, JSON.stringify(change));
    if (change && this.follows && change.changed.length) {
      const given = new URLSearchParams(location.hash.slice(1));
      given.set("n", change.changed[change.changed.length - 1]);
      given.delete("at"); // the note is brought into view
      history.replaceState(null, "", `#${given}`);
    }
    this.source?.close();
    location.reload();
  }

  tellLastChange() {
    const text = sessionStorage.getItem(CHANGE);
    if (!text) return;
    sessionStorage.removeItem(CHANGE);
    const change = JSON.parse(text);
    this.mark(change.changed);
    this.tell(change);
  }

  /** @param {LiveEvent} change */
  tell(change) {
    const lines = [];
    if (change.changed.length) lines.push(translate("live.changed", { names: named(change.changed) }));
    const found = change.findings.map(([path, line, message]) => `${path}:${line}: ${message}`);
    if (found.length) lines.push(translate("live.findings", { names: named(found) }));
    if (lines.length) this.app.notify(lines.join(" · "));
  }
}

/** @param {string[]} names */
function named(names) {
  const more = names.length - NAMED;
  return names.slice(0, NAMED).join(", ") + (more > 0 ? ` +${more}` : "");
}
