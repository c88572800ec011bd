/** Looking: which part of the map is on the screen, and how the view gets from one to another. */

import { around } from "./camera.js";
import { byId } from "../ui/dom.js";
import { calm } from "../state/theme.js";
import { ORPHAN } from "../data/graph.js";

/** @import { Box } from "./camera.js" */
/** @import { Scene } from "./painter.js" */
/** @import { Vault } from "../data/graph.js" */
/** @import { View } from "./map_view.js" */

/** Milliseconds from one view to the next. */
const GLIDE = 420;
/** Windows narrower than this are phones; page.css says the same. */
export const PHONE = 720;
/** Pixels between neighbouring notes that are as far apart as is pleasant. */
const CLOSEST = 150;

export class Looking {
  /**
   * @param {Vault} vault
   * @param {View} view
   * @param {() => Scene} scene
   */
  constructor(vault, view, scene) {
    this.vault = vault;
    this.view = view;
    this.sceneNow = scene;
    this.gliding = 0;
  }

  get scene() {
    return this.sceneNow();
  }

  /** The reader has taken over. */
  stop() {
    cancelAnimationFrame(this.gliding);
  }

  /** @returns {Box[]} what lies over the map */
  controls() {
    const boxes = [];
    for (const element of document.querySelectorAll(".float")) {
      if (!(element instanceof HTMLElement) || element.hidden) continue;
      const { left, top, right, bottom } = element.getBoundingClientRect();
      if (right > left && bottom > top) boxes.push({ left, top, right, bottom });
    }
    return boxes;
  }

  /** @returns {Box} the part of the screen that nothing covers */
  free() {
    const { width, height } = this.view.camera;
    const box = { left: 28, top: 28, right: width - 28, bottom: height - 28 };
    const panel = byId("panel");
    if (width < PHONE) {
      box.top = 64;
      box.bottom = height - 72;
      if (!panel.hidden) box.bottom = Math.min(box.bottom, panel.getBoundingClientRect().top - 12);
    } else if (!panel.hidden) {
      box.right = panel.getBoundingClientRect().left - 60;
    } else {
      box.right -= 56;
    }
    // Beside the search box and the legend, where the window is wide enough for that.
    const beside = byId("search-box").getBoundingClientRect().right + 20;
    if (width >= PHONE && box.right - beside > (height - 56) * 1.05) box.left = beside;
    return box;
  }

  /**
   * @param {boolean} [glide]
   * @param {boolean} [linked] only what has links: orphans lie far out, and may stay there
   */
  fit(glide = false, linked = false) {
    const { vault, view, scene } = this;
    const nodes = [];
    for (let node = 0; node < vault.size; node++) {
      if (scene.shown[node] && !(linked && vault.flags[node] & ORPHAN)) nodes.push(node);
    }
    if (linked && nodes.length < 2) {
      this.fit(glide);
      return;
    }
    // A handful of notes is not blown up until they lie in the window's corners.
    const closest = CLOSEST / scene.sizes.gap;
    const target = view.camera.fitting(around(vault.x, vault.y, nodes), this.free(), closest);
    if (linked || !view.opened) view.camera.whole = target.scale;
    view.opened = true;
    this.glide(target, glide);
  }

  /** @param {number[]} nodes */
  frameNodes(nodes) {
    const { vault, view } = this;
    const whole = view.camera.whole;
    this.glide(view.camera.fitting(around(vault.x, vault.y, nodes), inset(this.free(), 60), whole * 12), true);
  }

  /**
   * @param {number} node
   * @param {boolean} go
   */
  lookAt(node, go) {
    const { vault, view } = this;
    const { camera } = view;
    const free = this.free();
    const x = camera.toScreenX(vault.x[node]);
    const y = camera.toScreenY(vault.y[node]);
    const seen = x > free.left && x < free.right && y > free.top && y < free.bottom;
    if (seen && !go) return;
    const scale = go ? this.nearby(node, free) : camera.scale;
    const middleX = (free.left + free.right) / 2 - camera.width / 2;
    const middleY = (free.top + free.bottom) / 2 - camera.height / 2;
    this.glide({ x: vault.x[node] - middleX / scale, y: vault.y[node] - middleY / scale, scale }, true);
  }

  /**
   * Close enough to tell notes apart, far enough to see most of what it is linked with.
   * @param {number} node
   * @param {Box} free
   */
  nearby(node, free) {
    const { vault, view, scene } = this;
    const { whole } = view.camera;
    const apart = CLOSEST / 3 / scene.sizes.gap;
    const gaps = vault
      .neighbors(node)
      .filter((other) => scene.shown[other])
      .map((other) => Math.hypot(vault.x[other] - vault.x[node], vault.y[other] - vault.y[node]))
      .sort((a, b) => a - b);
    const most = gaps[Math.floor(gaps.length * 0.8)] ?? 0;
    const half = Math.min(free.right - free.left, free.bottom - free.top) / 2 - 30;
    return Math.max(whole, Math.min(apart, half / Math.max(1, most)));
  }

  /**
   * @param {{x: number, y: number, scale: number}} target
   * @param {boolean} slowly
   */
  glide(target, slowly) {
    this.stop();
    const { camera } = this.view;
    if (!slowly || calm()) {
      Object.assign(camera, target);
      this.view.repaint();
      return;
    }
    const from = { x: camera.x, y: camera.y, scale: camera.scale };
    const began = performance.now();
    const step = () => {
      const t = Math.min(1, (performance.now() - began) / GLIDE);
      const eased = 1 - (1 - t) ** 3;
      camera.scale = from.scale * (target.scale / from.scale) ** eased;
      // On the way the middle moves in step with the zoom, so that nothing swings out.
      const share = Math.abs(target.scale - from.scale) < 1e-12 ? eased : (1 / from.scale - 1 / camera.scale) / (1 / from.scale - 1 / target.scale);
      camera.x = from.x + (target.x - from.x) * share;
      camera.y = from.y + (target.y - from.y) * share;
      if (t < 1) {
        this.view.moved();
        this.gliding = requestAnimationFrame(step);
      } else {
        Object.assign(camera, target);
        this.view.repaint();
      }
    };
    step();
  }
}

/**
 * @param {Box} box
 * @param {number} by
 * @returns {Box}
 */
function inset({ left, top, right, bottom }, by) {
  return { left: left + by, top: top + by, right: right - by, bottom: bottom - by };
}
