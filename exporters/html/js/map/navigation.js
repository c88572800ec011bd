/** Move the camera: to everything, to a community, to a note, to a path; at once or gliding. */

import { around } from "./camera.js";
import { fitMap } from "./fitting.js";
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
/** Share of the neighbours that are brought into view with a note. */
const NEAREST = 0.95;
/** Pixels per world unit of a small neighbourhood. */
const LARGEST_FOCUS = 1.4;
/** Smallest scale after a search, in scales at which everything fits. */
const LEAST_SCALE = 0.7;
/** Pairs of notes beyond which they are at the rim, as in the layout. */
const PAIRS = 120;
/** Pixels between the nodes in view and the rim of the free area. */
const RIM = 14;

export class Navigation {
  /**
   * @param {Graph} graph
   * @param {MapView} view
   * @param {() => Scene} currentScene
   * @param {{beside: (width: number, height: number) => Box, whole: (width: number, height: number) => Box}} areas of
   *   the window: beside all controls; everything but its rim and what takes a whole side
   */
  constructor(graph, view, currentScene, areas) {
    this.graph = graph;
    this.view = view;
    this.currentScene = currentScene;
    this.areas = areas;
    this.gliding = 0;
    /** Whether the reader has moved the map. */
    this.moved = false;
  }

  get scene() {
    return this.currentScene();
  }

  /** The reader moves the map: stop gliding. */
  stop() {
    this.moved = true;
    this.stopGliding();
  }

  stopGliding() {
    cancelAnimationFrame(this.gliding);
  }

  /** @returns {Box} */
  free() {
    return this.areas.beside(this.view.camera.width, this.view.camera.height);
  }

  freeAreas() {
    const { width, height } = this.view.camera;
    return { beside: this.free(), whole: this.areas.whole(width, height), controls: this.view.controls() };
  }

  /**
   * @param {boolean} [glide]
   * @param {boolean} [linked] only the core of the map: orphans are at the rim
   */
  fit(glide = false, linked = false) {
    const { graph, view, scene } = this;
    const all = [];
    for (let node = 0; node < graph.size; node++) if (scene.visible[node]) all.push(node);
    const nodes = linked ? this.core(all) : all;
    if (linked && nodes.length < 2) {
      this.fit(glide);
      return;
    }
    // A few notes are not moved apart into the corners of the window.
    const closest = CLOSEST / scene.sizes.gap;
    const target = fitMap(view.camera, { x: graph.x, y: graph.y, nodes }, this.freeAreas(), closest);
    if (linked || !view.opened) view.camera.fitScale = target.scale;
    view.opened = true;
    this.glide(target, glide);
  }

  /**
   * @param {number[]} nodes
   * @returns {number[]} those with links, without the pairs that are linked with each other alone
   *   where these are a ring of many
   */
  core(nodes) {
    const { graph } = this;
    const linked = nodes.filter((node) => !(graph.flags[node] & ORPHAN));
    const core = linked.filter((node) => {
      const neighbors = graph.neighbors(node);
      return neighbors.length !== 1 || graph.neighbors(neighbors[0]).length !== 1;
    });
    return linked.length - core.length > PAIRS && core.length * 2 > linked.length ? core : linked;
  }

  /**
   * Show another part of the map, as large as before.
   * @param {number} x world units
   * @param {number} y
   */
  goTo(x, y) {
    this.stop();
    Object.assign(this.view.camera, { x, y });
    this.view.cameraMoved();
  }

  /** Frame a focused neighbourhood: its scale counts as that of the whole map. */
  fitFocus() {
    const { graph, view, scene } = this;
    const nodes = [...graph.label.keys()].filter((node) => scene.visible[node]);
    const target = view.camera.fitting(around(graph.x, graph.y, nodes), inset(this.free(), 3 * RIM), LARGEST_FOCUS);
    view.camera.fitScale = target.scale;
    this.glide(target, false);
  }

  /** @param {{x: number, y: number, scale: number, fitScale: number}} camera */
  restore({ fitScale, ...target }) {
    this.view.camera.fitScale = fitScale;
    this.glide(target, false);
  }

  /** @param {number[]} nodes */
  frameNodes(nodes) {
    const { graph, view } = this;
    const fitScale = view.camera.fitScale;
    this.glide(view.camera.fitting(around(graph.x, graph.y, nodes), inset(this.free(), 60), fitScale * 12), true);
  }

  /**
   * Bring a node and its neighbours into the free area: not at all if they are there, by moving
   * the map if they fit, else by zooming out.
   * @param {number} node
   * @param {boolean} go zoom in on it, wherever it is
   */
  lookAt(node, go) {
    const { graph, view } = this;
    const { camera } = view;
    const free = inset(this.free(), RIM);
    const nearest = this.nearestNeighbors(node);
    const world = around(graph.x, graph.y, [node, ...nearest]);
    if (go) {
      const closest = CLOSEST / 3 / this.scene.sizes.gap;
      const target = camera.fitting(world, free, closest);
      this.glide({ ...target, scale: Math.max(target.scale, camera.fitScale * LEAST_SCALE) }, true);
      return;
    }
    const screen = {
      left: camera.toScreenX(world.left), right: camera.toScreenX(world.right),
      top: camera.toScreenY(world.top), bottom: camera.toScreenY(world.bottom),
    };
    if (screen.left >= free.left && screen.right <= free.right && screen.top >= free.top && screen.bottom <= free.bottom) return;
    const fits = screen.right - screen.left <= free.right - free.left && screen.bottom - screen.top <= free.bottom - free.top;
    if (!fits) {
      this.glide(camera.fitting(world, free, camera.scale), true);
      return;
    }
    const dx = Math.max(0, free.left - screen.left) - Math.max(0, screen.right - free.right);
    const dy = Math.max(0, free.top - screen.top) - Math.max(0, screen.bottom - free.bottom);
    this.glide({ x: camera.x - dx / camera.scale, y: camera.y - dy / camera.scale, scale: camera.scale }, true);
  }

  /**
   * @param {number} node
   * @returns {number[]} its visible neighbours without the most distant tenth
   */
  nearestNeighbors(node) {
    const { graph, scene } = this;
    const neighbors = graph.neighbors(node).filter((other) => scene.visible[other]);
    if (neighbors.length < 5) return neighbors;
    const distances = Float64Array.from(neighbors, (other) => Math.hypot(graph.x[other] - graph.x[node], graph.y[other] - graph.y[node]));
    const farthest = distances.slice().sort()[Math.ceil(neighbors.length * NEAREST) - 1];
    return neighbors.filter((_, i) => distances[i] <= farthest);
  }

  /**
   * @param {{x: number, y: number, scale: number}} target
   * @param {boolean} animated
   */
  glide(target, animated) {
    this.stopGliding();
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
