/** Follow a vault that `noteweave serve` serves: load the page again when the vault has changed. */

import { translate } from "./state/strings.js";

/** @import { App } from "./app.js" */

/**
 * What the server tells about a change.
 * @typedef {object} LiveEvent
 * @property {number} number
 * @property {string[]} changed notes that are new or were written
 * @property {string[]} findings what the check found new, one line each
 * @property {string} problem
 */

/** Where the page that is left tells the next one what has changed. */
const CHANGE = "noteweave:change";
/** How many notes and findings are named. */
const NAMED = 3;

export class LiveUpdates {
  /**
   * @param {App} app
   * @param {string} made what the page was made from: the server's run, and a number
   */
  constructor(app, made) {
    this.app = app;
    this.made = made;
    this.follows = new URLSearchParams(location.search).has("follow");
    this.tellLastChange();
    /** @type {EventSource?} */
    this.source = null;
    addEventListener("pagehide", () => this.source?.close());
    addEventListener("pageshow", (event) => event.persisted && this.start());
  }

  start() {
    const source = new EventSource(`events?at=${encodeURIComponent(this.made)}`);
    this.source = source;
    source.addEventListener("change", (event) => this.load(JSON.parse(event.data)));
    source.addEventListener("reload", () => this.load(null));
    source.addEventListener("problem", (event) => this.app.notify(JSON.parse(event.data).problem));
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
    /** @type {LiveEvent} */
    const change = JSON.parse(text);
    const lines = [];
    if (change.changed.length) lines.push(translate("live.changed", { names: named(change.changed) }));
    if (change.findings.length) lines.push(translate("live.findings", { names: named(change.findings) }));
    if (lines.length) this.app.notify(lines.join(" · "));
  }
}

/** @param {string[]} names */
function named(names) {
  const more = names.length - NAMED;
  return names.slice(0, NAMED).join(", ") + (more > 0 ? ` +${more}` : "");
}
