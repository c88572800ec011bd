/** Keep the page's address and the page's state the same: write the one after a change of the other. */

import { dayOfIso, isoDay } from "./data/dates.js";
import { defaultFilter, usefulSwitches } from "./state/filter.js";
import { DEFAULT_HIDDEN_TYPES } from "./state/edge_types.js";
import { hasTopics } from "./data/topic_pairs.js";
import { translate } from "./state/strings.js";
import { formatView, parseView } from "./state/kept_views.js";
import { formatAddress, parseAddress } from "./state/url_codec.js";

/** @import { App } from "./app.js" */
/** @import { ColorMode } from "./state/coloring.js" */
/** @import { KeptView } from "./state/kept_views.js" */
/** @import { Address } from "./state/url_codec.js" */

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

  /** @returns {string} the page's address from its `#` on: the view, and the views that are kept */
  address() {
    return this.format(this.withCamera, this.app.views.kept);
  }

  /**
   * @param {boolean} withCamera
   * @returns {string} what is after the `#` of the present view, without the views that are kept
   */
  view(withCamera) {
    return this.format(withCamera, []).slice(1);
  }

  /**
   * Show a view; the views that are kept stay.
   * @param {string} view what is after the `#`
   */
  open(view) {
    const kept = formatAddress({ views: this.app.views.kept.map(formatView) }).slice(1);
    location.hash = [view, kept].filter(Boolean).join("&");
  }

  /**
   * @param {boolean} withCamera
   * @param {KeptView[]} views
   */
  format(withCamera, views) {
    const { app } = this;
    const { graph, filter, colorMode, path } = app;
    const { camera } = app.view;
    const key = (/** @type {number} */ node) => graph.details?.keyOf(node) ?? "";
    const defaults = defaultFilter(graph);
    const zoom = (camera.scale / camera.fitScale).toFixed(2);
    return formatAddress({
      note: app.selected >= 0 ? key(app.selected) : "",
      path: path.length > 1 ? key(path[path.length - 1]) : "",
      focus: app.modes.focus ? `${app.modes.focus.depth}${app.modes.focus.center === app.selected ? "" : `@${key(app.modes.focus.center)}`}` : "",
      expanded: app.modes.focus ? app.modes.focus.expanded.map(key) : [],
      pins: app.modes.focus ? app.modes.focus.pins().map(([pinned, x, y]) => `${key(pinned)}@${x},${y}`) : [],
      query: app.searchBox?.input.value.trim() ?? "",
      colorMode: colorMode === app.defaultColorMode ? "" : colorMode,
      lines: [app.linesBySection ? "section" : app.colorLines ? "type" : "", app.linesBySection && app.colorLines ? "colored" : ""].filter(Boolean).join(" "),
      folders: filter.folders,
      tagged: filter.tagged,
      where: filter.query.trim(),
      revealed: filter.revealed.map(key),
      since: isoDay(filter.since),
      until: isoDay(filter.until),
      timeline: app.sheets.timelineOpen ? "open" : "",
      switches: usefulSwitches(graph).filter((name) => filter[name] !== defaults[name]).join(" "),
      hiddenTypes: difference(app.hiddenTypes, DEFAULT_HIDDEN_TYPES),
      topicMap: app.modes.topicMap ? "topics" : "",
      views: views.map(formatView),
      camera: withCamera ? [camera.x.toFixed(0), camera.y.toFixed(0), zoom].join(",") : "",
      ...this.legendGroups(),
    });
  }

  /** @returns {Partial<Address>} the hidden groups, or the shown ones if those are fewer */
  legendGroups() {
    const { coloring, hiddenGroups } = this.app;
    if (!hiddenGroups.size) return {};
    const names = (/** @type {boolean} */ hidden) => coloring.groups.filter((_, i) => hiddenGroups.has(i) === hidden).map((group) => group.name);
    return hiddenGroups.size * 2 > coloring.groups.length ? { shownGroups: names(false) } : { hiddenGroups: names(true) };
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
    const address = parseAddress(location.hash);
    app.views.add(address.views.map(parseView).filter((view) => view !== null));
    this.applyFilter(address);
    this.applyColors(address);
    const { query, note, path, camera } = address;
    app.modes.setTopicMap(address.topicMap === "topics" && hasTopics(app.graph));
    if (app.searchBox && app.searchBox.input.value.trim() !== query) app.searchBox.set(query);
    const node = this.nodeOf(note);
    if (note && node < 0) app.notify(translate("note.unknown", { name: note }));
    if (node !== app.selected) app.select(node, node >= 0, true);
    const end = this.nodeOf(path);
    if (node >= 0 && end >= 0 && app.path[app.path.length - 1] !== end) app.showPath(node, end);
    this.applyFocus(address);
    app.sheets.setTimelineOpen(address.timeline === "open");
    this.withCamera = camera !== "";
    if (camera) this.applyCamera(camera);
    this.writing = true;
  }

  /** @param {Address} address */
  applyFocus({ focus, expanded, pins, note }) {
    const { app } = this;
    const [depth, ...rest] = focus.split("@");
    const center = this.nodeOf(rest.length ? rest.join("@") : note);
    if (app.modes.focus?.center !== center) app.modes.leaveFocus(true);
    if (!/^[123]$/.test(depth) || center < 0 || app.selected < 0) {
      app.modes.leaveFocus(true);
      return;
    }
    app.modes.setFocus(Number(depth), center);
    if (!app.modes.focus) return;
    app.modes.focus.expanded = expanded.map((key) => this.nodeOf(key)).filter((node) => node >= 0);
    for (const pin of pins) {
      const [, key, x, y] = /^(.*)@(-?\d+),(-?\d+)$/.exec(pin) ?? [];
      const node = this.nodeOf(key ?? "");
      if (node < 0) continue;
      app.modes.focus.positions.set(node, { x: Number(x), y: Number(y) });
      app.modes.focus.pinned.add(node);
    }
    app.modes.showFocus();
  }

  /** @param {Address} address */
  applyFilter({ folders, tagged, where, revealed, since, until, switches }) {
    const { graph, filter } = this.app;
    const nodes = revealed.map((key) => this.nodeOf(key)).filter((node) => node >= 0);
    Object.assign(filter, defaultFilter(graph), {
      folders, tagged, query: where, revealed: nodes, since: dayOfIso(since), until: dayOfIso(until),
    });
    for (const name of usefulSwitches(graph)) {
      if (switches.split(" ").includes(name)) filter[name] = !filter[name];
    }
  }

  /** @param {Address} address */
  applyColors({ colorMode, lines, hiddenGroups, shownGroups, hiddenTypes }) {
    const { app } = this;
    const wanted = /** @type {ColorMode} */ (colorMode || app.defaultColorMode);
    if (wanted !== app.colorMode && app.colorModes.includes(wanted)) app.setColorMode(wanted);
    app.colorLines = lines === "type" || lines.endsWith("colored");
    app.setLinesBy(lines.startsWith("section"));
    const { groups } = app.coloring;
    const hidden = groups.map((_, i) => i).filter((i) => (shownGroups.length ? !shownGroups.includes(groups[i].name) : hiddenGroups.includes(groups[i].name)));
    app.hiddenGroups = new Set(hidden);
    app.setHiddenTypes(new Set(difference(new Set(hiddenTypes), DEFAULT_HIDDEN_TYPES)));
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

/**
 * @param {Set<string>} set
 * @param {string[]} defaults
 * @returns {string[]} what is in one of them only
 */
function difference(set, defaults) {
  return [...[...set].filter((one) => !defaults.includes(one)), ...defaults.filter((one) => !set.has(one))];
}
