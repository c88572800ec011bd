/** Keep the page's address and the page's state the same: write the one after a change of the other. */

import { formatAddress, parseAddress } from "./state/url_codec.js";
import { defaultFilter } from "./state/filter.js";
import { usefulSwitches } from "./ui/filter_sheet.js";
import { dayOfIso, isoDay } from "./data/dates.js";

/** @import { App } from "./app.js" */
/** @import { ColorMode } from "./state/coloring.js" */

/** Milliseconds of rest after which the address is written. */
const DELAY = 400;

export class AddressSync {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    /** Whether changes are written; not while an address is being applied. */
    this.writing = false;
    /** Whether the address contains the camera: once shared, until the reader moves the map. */
    this.withCamera = false;
    this.timer = 0;
  }

  /** @returns {string} what is after the address's `#` */
  address() {
    const { graph, filter, view, path, selected, colorMode, searchBox, defaultColorMode } = this.app;
    const { details } = graph;
    const { camera } = view;
    const defaults = defaultFilter(graph);
    const zoom = (camera.scale / camera.fitScale).toFixed(2);
    return formatAddress({
      note: selected >= 0 && details ? details.keyOf(selected) : "",
      path: path.length > 1 && details ? details.keyOf(path[path.length - 1]) : "",
      query: searchBox?.input.value.trim() ?? "",
      colorMode: colorMode === defaultColorMode ? "" : colorMode,
      folder: filter.folder,
      tag: filter.tag,
      since: isoDay(filter.since),
      until: isoDay(filter.until),
      switches: usefulSwitches(graph).filter((name) => filter[name] !== defaults[name]).join(" "),
      camera: this.withCamera ? [camera.x.toFixed(0), camera.y.toFixed(0), zoom].join(",") : "",
    });
  }

  saveLater() {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), DELAY);
  }

  /** @param {boolean} [step] as a new step of the browser's history */
  save(step = false) {
    if (!this.writing) return;
    const hash = this.address();
    if (location.hash === hash) return;
    const address = hash || location.pathname + location.search;
    try {
      if (step) history.pushState(null, "", address);
      else history.replaceState(null, "", address);
    } catch {
      // some browsers limit the rate of changes
    }
  }

  /** Make the page show what the address says. */
  apply() {
    const { app } = this;
    this.writing = false;
    const { folder, tag, since, until, switches, colorMode, query, note, path, camera } = parseAddress(location.hash);
    Object.assign(app.filter, defaultFilter(app.graph), { folder, tag, since: dayOfIso(since), until: dayOfIso(until) });
    for (const name of usefulSwitches(app.graph)) {
      if (switches.split(" ").includes(name)) app.filter[name] = !app.filter[name];
    }
    const wanted = /** @type {ColorMode} */ (colorMode || app.defaultColorMode);
    if (wanted !== app.colorMode && app.colorModes.includes(wanted)) app.setColorMode(wanted);
    else app.updateScene();
    if (app.searchBox && app.searchBox.input.value.trim() !== query) app.searchBox.set(query);
    const node = this.nodeOf(note);
    if (node !== app.selected) app.select(node, node >= 0, true);
    const end = this.nodeOf(path);
    if (node >= 0 && end >= 0 && app.path[app.path.length - 1] !== end) app.showPath(node, end);
    this.withCamera = camera !== "";
    if (camera) this.applyCamera(camera);
    this.writing = true;
  }

  /** @param {string} camera `x,y,zoom` */
  applyCamera(camera) {
    const [x, y, zoom] = camera.split(",").map(Number);
    if (![x, y, zoom].every(Number.isFinite) || zoom <= 0) return;
    const { fitScale } = this.app.view.camera;
    this.app.navigation.glide({ x, y, scale: fitScale * Math.min(400, Math.max(0.4, zoom)) }, false);
  }

  /**
   * @param {string} key
   * @returns {number} -1 if there is no such node
   */
  nodeOf(key) {
    const { graph } = this.app;
    if (!key || !graph.details) return -1;
    for (let node = 0; node < graph.size; node++) if (graph.details.keyOf(node) === key) return node;
    return -1;
  }
}
