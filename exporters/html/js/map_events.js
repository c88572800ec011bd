/** What pointer and keyboard do on the map. */

import { listenToMap, moveByKey } from "./map/input.js";
import { currentTheme } from "./state/theme.js";
import { byId } from "./ui/dom.js";

/** @import { App } from "./app.js" */

/** Distance in pixels from a dot within which it is hovered, and clicked. */
const HOVER_REACH = 9;
const CLICK_REACH = 13;

export class MapEvents {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
  }

  listen() {
    const { app } = this;
    const { view } = app;
    listenToMap(view.screen, view.camera, {
      moved: () => {
        app.navigation.stop();
        app.address.withCamera = false;
        view.cameraMoved();
      },
      hover: (x, y) => {
        const node = this.nodeAt(x, y, HOVER_REACH);
        view.screen.style.cursor = node >= 0 ? "pointer" : "";
        app.hover(node);
      },
      leave: () => app.hover(-1),
      click: (x, y) => {
        const node = this.nodeAt(x, y, CLICK_REACH);
        if (node >= 0 || app.selected >= 0) app.select(node);
        else if (app.hits) app.searchBox?.set("");
      },
      doubleClick: (x, y) => {
        const node = this.nodeAt(x, y, CLICK_REACH);
        if (node >= 0) app.openNote(node);
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
   * @param {number} x pixels
   * @param {number} y
   * @param {number} reach pixels
   * @returns {number} -1 for none
   */
  nodeAt(x, y, reach) {
    const { scene, grid, view } = this.app;
    const { camera } = view;
    const leafRadius = scene.sizes.leafRadius(camera);
    const radius = (/** @type {number} */ node) => scene.sizes.radius(node, leafRadius) / camera.scale;
    return grid.nearest(camera.toWorldX(x), camera.toWorldY(y), reach / camera.scale, radius);
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
    else if (target.closest("#panel, #sheet") && event.key.startsWith("Arrow")) return;
    else if (moveByKey(event.key, app.view.camera)) app.view.cameraMoved();
    else if (!app.toolbar?.key(event.key)) return;
    event.preventDefault();
  }
}
