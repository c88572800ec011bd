/** Memory: the address says what is shown, and what the address says is shown. */

import { read, write } from "./url_codec.js";
import { usual } from "./filter.js";
import { useful } from "../ui/filter_sheet.js";
import { dayOfIso, isoDay } from "../data/graph.js";

/** @import { App } from "../app.js" */
/** @import { By } from "../map/colors.js" */

/** Milliseconds of rest after which a change is written down. */
const LATER = 400;

export class Memory {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    /** Whether changes are written down; not while an address is being followed. */
    this.listening = false;
    /** Whether the address says where the camera is: when shared, until the reader moves. */
    this.placed = false;
    this.pending = 0;
  }

  /** @returns {string} what is after the address's `#` */
  address() {
    const { vault, choices, view, way, chosen, by, finder, usualBy } = this.app;
    const { words } = vault;
    const { camera } = view;
    const usually = usual(vault);
    const zoom = (camera.scale / camera.whole).toFixed(2);
    return write({
      note: chosen >= 0 && words ? words.keyOf(chosen) : "",
      path: way.length > 1 && words ? words.keyOf(way[way.length - 1]) : "",
      query: finder?.input.value.trim() ?? "",
      by: by === usualBy ? "" : by,
      folder: choices.folder,
      tag: choices.tag,
      since: isoDay(choices.since),
      until: isoDay(choices.until),
      switches: useful(vault).filter((name) => choices[name] !== usually[name]).join(" "),
      place: this.placed ? [camera.x.toFixed(0), camera.y.toFixed(0), zoom].join(",") : "",
    });
  }

  later() {
    clearTimeout(this.pending);
    this.pending = window.setTimeout(() => this.keep(), LATER);
  }

  /** @param {boolean} [step] a step that "back" takes back */
  keep(step = false) {
    if (!this.listening) return;
    const hash = this.address();
    if (location.hash === hash) return;
    const address = hash || location.pathname + location.search;
    try {
      if (step) history.pushState(null, "", address);
      else history.replaceState(null, "", address);
    } catch {
      // some browsers limit how often an address may change
    }
  }

  /** Do what the address says. */
  follow() {
    const { app } = this;
    this.listening = false;
    const { folder, tag, since, until, switches, by, query, note, path, place } = read(location.hash);
    Object.assign(app.choices, usual(app.vault), { folder, tag, since: dayOfIso(since), until: dayOfIso(until) });
    for (const name of useful(app.vault)) {
      if (switches.split(" ").includes(name)) app.choices[name] = !app.choices[name];
    }
    const wanted = /** @type {By} */ (by || app.usualBy);
    if (wanted !== app.by && app.ways?.includes(wanted)) app.color(wanted);
    else app.refilter();
    if (app.finder && app.finder.input.value.trim() !== query) app.finder.set(query);
    const node = this.nodeOf(note);
    if (node !== app.chosen) app.choose(node, node >= 0, true);
    const end = this.nodeOf(path);
    if (node >= 0 && end >= 0 && app.way[app.way.length - 1] !== end) app.findWay(node, end);
    this.placed = place !== "";
    if (place) this.stand(place);
    this.listening = true;
  }

  /** @param {string} place `x,y,zoom` */
  stand(place) {
    const [x, y, zoom] = place.split(",").map(Number);
    if (![x, y, zoom].every(Number.isFinite) || zoom <= 0) return;
    const { whole } = this.app.view.camera;
    this.app.looking.glide({ x, y, scale: whole * Math.min(400, Math.max(0.4, zoom)) }, false);
  }

  /**
   * @param {string} key
   * @returns {number} -1 when no node is called that (any more)
   */
  nodeOf(key) {
    const { vault } = this.app;
    if (!key || !vault.words) return -1;
    for (let node = 0; node < vault.size; node++) if (vault.words.keyOf(node) === key) return node;
    return -1;
  }
}
