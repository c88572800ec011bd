/** What pointer and keyboard do on the map. */

import { contains } from "./map/labels/box_index.js";
import { listenToMap, moveByKey } from "./map/input.js";
import { currentBox } from "./map/labels/label_layer.js";
import { currentTheme } from "./state/theme.js";
import { byId } from "./ui/dom.js";

/** @import { App } from "./app.js" */

/** Distance in pixels from a dot within which it is hovered, and clicked. */
const HOVER_REACH = 9;
const CLICK_REACH = 13;
/** Milliseconds that the pointer must rest before something is hovered. */
const HOVER_DELAY = 120;

/**
 * @typedef {object} Target what is under the pointer
 * @property {number} node -1 for none
 * @property {number} community -1 unless it is the name of a community
 */

export class MapEvents {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.hoverTimer = 0;
    this.pointedAt = -1;
    /** Node of the last click; -1 for none. */
    this.clicked = -1;
  }

  listen() {
    const { app } = this;
    const { view } = app;
    listenToMap(view.screen, view.camera, {
      grab: (x, y) => this.grab(x, y),
      moved: () => {
        app.navigation.stop();
        app.address.withCamera = false;
        view.cameraMoved();
      },
      hover: (x, y) => {
        const { node, community } = this.targetAt(x, y, HOVER_REACH);
        view.screen.style.cursor = node >= 0 || community >= 0 ? "pointer" : "";
        this.hoverSoon(node);
      },
      leave: () => this.hoverSoon(-1),
      click: (x, y) => this.click(x, y),
      doubleClick: (x, y) => {
        // The first click may have moved the map: its target is what was meant.
        if (this.clicked >= 0) app.openNote(this.clicked);
        else {
          view.camera.zoom(2, x, y);
          view.cameraMoved();
        }
      },
    });
    addEventListener("keydown", (event) => this.key(event));
    addEventListener("resize", () => {
      view.resize();
      app.address.saveLater();
    });
    matchMedia("(prefers-color-scheme: light)").addEventListener("change", () => app.setTheme(currentTheme()));
    view.onRest = () => app.address.saveLater();
  }

  /**
   * Hover a node once the pointer rests on it: passing over a crowd changes nothing.
   * @param {number} node -1 for none
   */
  hoverSoon(node) {
    if (node === this.pointedAt) return;
    this.pointedAt = node;
    clearTimeout(this.hoverTimer);
    this.hoverTimer = window.setTimeout(() => this.app.hover(node), HOVER_DELAY);
  }

  /**
   * @param {number} x pixels
   * @param {number} y
   */
  click(x, y) {
    const { app } = this;
    clearTimeout(this.hoverTimer);
    const { node, community } = this.targetAt(x, y, CLICK_REACH);
    this.clicked = node;
    if (app.sheets.asksPath && node >= 0) {
      const from = app.sheets.pathFrom;
      app.sheets.close();
      app.showPath(from, node);
    } else if (community >= 0) app.frameCommunity(community);
    else if (app.modes.focus && node >= 0) app.modes.expand(node);
    else if (node >= 0 || app.selected >= 0) app.select(node);
    else if (app.hits) app.searchBox?.set("");
  }

  /**
   * In a focused neighbourhood nodes can be moved by hand.
   * @param {number} x pixels
   * @param {number} y
   * @returns {((x: number, y: number) => void) | null}
   */
  grab(x, y) {
    const { app } = this;
    const { view } = app;
    const { focus } = app.modes;
    const { node } = focus ? this.targetAt(x, y, HOVER_REACH) : { node: -1 };
    if (!focus || node < 0) return null;
    return (nowX, nowY) => {
      app.tip.hide();
      focus.pin(node, view.camera.toWorldX(nowX), view.camera.toWorldY(nowY));
      app.updateGrid();
      view.updateLabels();
      app.address.saveLater();
    };
  }

  /**
   * Letters are painted over dots, so a label comes before the dots that it covers; a dot that is
   * higher than the letters comes before another node's label. Then the nearest dot in reach.
   * @param {number} x pixels
   * @param {number} y
   * @param {number} reach pixels
   * @returns {Target}
   */
  targetAt(x, y, reach) {
    const { scene, view } = this.app;
    const leafRadius = scene.sizes.leafRadius(view.camera);
    const label = view.labels.find((one) => contains(currentBox(one, scene, view.camera), x, y));
    if (label && label.node < 0) return { node: -1, community: label.community ?? -1 };
    const node = this.nodeAt(x, y, label ? 0 : reach);
    const covering = !label || (node >= 0 && scene.sizes.radius(node, leafRadius) > label.size / 2);
    return { node: covering ? node : label.node, community: -1 };
  }

  /**
   * @param {number} x pixels
   * @param {number} y
   * @param {number} reach pixels from the rim of a dot
   * @returns {number} -1 for none
   */
  nodeAt(x, y, reach) {
    const { scene, grid, view } = this.app;
    const { camera } = view;
    const leafRadius = scene.sizes.leafRadius(camera);
    const radius = (/** @type {number} */ node) => scene.sizes.radius(node, leafRadius) / camera.scale;
    return grid.nearest(camera.toWorldX(x), camera.toWorldY(y), reach / camera.scale, radius);
  }

  /**
   * From the selected note to the neighbour in a direction; its name is announced.
   * @param {string} key "ArrowLeft" …
   */
  walk(key) {
    const { app } = this;
    const { graph, scene, selected } = app;
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1] }[key] ?? [0, 1];
    let best = selected < 0 ? (graph.ranked.find((node) => scene.visible[node] === 1) ?? -1) : -1;
    let least = Infinity;
    for (const node of selected < 0 ? [] : graph.neighbors(selected)) {
      if (!scene.visible[node]) continue;
      const x = graph.x[node] - graph.x[selected];
      const y = graph.y[node] - graph.y[selected];
      const along = x * dx + y * dy;
      const across = Math.abs(x * dy) + Math.abs(y * dx);
      if (along <= 0 || across > along * 1.5) continue;
      if (along + 2 * across < least) {
        least = along + 2 * across;
        best = node;
      }
    }
    if (best >= 0) app.select(best);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { app } = this;
    const { target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Element)) return;
    if (target.closest("input, select, textarea")) return;
    if (event.key === "Escape") app.back();
    else if (event.key === "/") byId("search").focus();
    else if (event.key === "0") app.navigation.fit(true);
    else if (target.closest("#panel") && (event.key === "ArrowDown" || event.key === "ArrowUp")) app.panel.step(event.key === "ArrowDown" ? 1 : -1);
    else if (target.closest("#panel, #sheet") && event.key.startsWith("Arrow")) return;
    else if (event.shiftKey && event.key.startsWith("Arrow")) this.walk(event.key);
    else if (moveByKey(event.key, app.view.camera)) app.view.cameraMoved();
    else if (!app.toolbar?.key(event.key)) return;
    event.preventDefault();
  }
}
