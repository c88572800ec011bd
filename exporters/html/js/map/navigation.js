/** Move the camera: to everything, to a community, to a note, to a path; at once or gliding. */

import { around } from "./camera.js";
import { prefersReducedMotion } from "../state/theme.js";
import { ORPHAN } from "../data/graph.js";

/** @import { Box } from "./camera.js" */
/** @import { Scene } from "./painter.js" */
/** @import { Graph } from "../data/graph.js" */
/** @import { MapView } from "./map_view.js" */

/** Milliseconds from one view to the next. */
const DURATION = 420;
/** Distance of neighbouring nodes, in pixels, beyond which zooming in shows nothing more. */
const CLOSEST = 150;

export class Navigation {
  /**
   * @param {Graph} graph
   * @param {MapView} view
   * @param {() => Scene} currentScene
   * @param {(width: number, height: number) => Box} freeArea the part of the window that nothing covers
   */
  constructor(graph, view, currentScene, freeArea) {
    this.graph = graph;
    this.view = view;
    this.currentScene = currentScene;
    this.freeArea = freeArea;
    this.gliding = 0;
  }

  get scene() {
    return this.currentScene();
  }

  /** The reader moves the map: stop gliding. */
  stop() {
    cancelAnimationFrame(this.gliding);
  }

  /** @returns {Box} */
  free() {
    return this.freeArea(this.view.camera.width, this.view.camera.height);
  }

  /**
   * @param {boolean} [glide]
   * @param {boolean} [linked] only nodes with links; orphans are at the rim
   */
  fit(glide = false, linked = false) {
    const { graph, view, scene } = this;
    const nodes = [];
    for (let node = 0; node < graph.size; node++) {
      if (scene.visible[node] && !(linked && graph.flags[node] & ORPHAN)) nodes.push(node);
    }
    if (linked && nodes.length < 2) {
      this.fit(glide);
      return;
    }
    // A few notes are not moved apart into the corners of the window.
    const closest = CLOSEST / scene.sizes.gap;
    const target = view.camera.fitting(around(graph.x, graph.y, nodes), this.free(), closest);
    if (linked || !view.opened) view.camera.fitScale = target.scale;
    view.opened = true;
    this.glide(target, glide);
  }

  /** @param {number[]} nodes */
  frameNodes(nodes) {
    const { graph, view } = this;
    const fitScale = view.camera.fitScale;
    this.glide(view.camera.fitting(around(graph.x, graph.y, nodes), inset(this.free(), 60), fitScale * 12), true);
  }

  /**
   * @param {number} node
   * @param {boolean} go even if the note is already in the free area
   */
  lookAt(node, go) {
    const { graph, view } = this;
    const { camera } = view;
    const free = this.free();
    const x = camera.toScreenX(graph.x[node]);
    const y = camera.toScreenY(graph.y[node]);
    const seen = x > free.left && x < free.right && y > free.top && y < free.bottom;
    if (seen && !go) return;
    const scale = go ? this.nearby(node, free) : camera.scale;
    const middleX = (free.left + free.right) / 2 - camera.width / 2;
    const middleY = (free.top + free.bottom) / 2 - camera.height / 2;
    this.glide({ x: graph.x[node] - middleX / scale, y: graph.y[node] - middleY / scale, scale }, true);
  }

  /**
   * Close enough to tell notes apart, far enough to see most of the neighbours.
   * @param {number} node
   * @param {Box} free
   */
  nearby(node, free) {
    const { graph, view, scene } = this;
    const { fitScale } = view.camera;
    const apart = CLOSEST / 3 / scene.sizes.gap;
    const gaps = graph
      .neighbors(node)
      .filter((other) => scene.visible[other])
      .map((other) => Math.hypot(graph.x[other] - graph.x[node], graph.y[other] - graph.y[node]))
      .sort((a, b) => a - b);
    const most = gaps[Math.floor(gaps.length * 0.8)] ?? 0;
    const half = Math.min(free.right - free.left, free.bottom - free.top) / 2 - 30;
    return Math.max(fitScale, Math.min(apart, half / Math.max(1, most)));
  }

  /**
   * @param {{x: number, y: number, scale: number}} target
   * @param {boolean} animated
   */
  glide(target, animated) {
    this.stop();
    const { camera } = this.view;
    if (!animated || prefersReducedMotion()) {
      Object.assign(camera, target);
      this.view.repaint();
      return;
    }
    const from = { x: camera.x, y: camera.y, scale: camera.scale };
    const began = performance.now();
    const step = () => {
      const t = Math.min(1, (performance.now() - began) / DURATION);
      const eased = 1 - (1 - t) ** 3;
      camera.scale = from.scale * (target.scale / from.scale) ** eased;
      // The middle moves in step with the zoom: otherwise the target would swing out of the window.
      const share = Math.abs(target.scale - from.scale) < 1e-12 ? eased : (1 / from.scale - 1 / camera.scale) / (1 / from.scale - 1 / target.scale);
      camera.x = from.x + (target.x - from.x) * share;
      camera.y = from.y + (target.y - from.y) * share;
      if (t < 1) {
        this.view.cameraMoved();
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
