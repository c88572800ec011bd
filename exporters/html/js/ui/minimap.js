/** A small picture of the whole map with a frame around the part in the window: for large vaults, once zoomed in. */

import { around } from "../map/camera.js";
import { pixelDensity } from "../map/canvas.js";
import { ORPHAN } from "../data/graph.js";
import { translate } from "../state/strings.js";
import { element } from "./dom.js";

/** @import { Box, Camera } from "../map/camera.js" */
/** @import { Scene } from "../map/painter.js" */

/** Visible nodes from which on a map is large. */
const LARGE = 1500;
/** Zoom, in scales at which everything fits, from which on the small picture is shown. */
const ZOOMED = 1.7;
/** Pixels. */
const WIDTH = 188;
const HEIGHT = 132;
const RIM = 6;
/** Dots that are painted at most. */
const MOST = 12000;

export class Minimap {
  /**
   * @param {HTMLElement} box
   * @param {(x: number, y: number) => void} move the middle of the window, in world units
   */
  constructor(box, move) {
    this.box = box;
    this.move = move;
    this.canvas = element("canvas", { attributes: { role: "img", "aria-label": translate("minimap") } });
    this.frame = element("div", { class: "frame" });
    box.replaceChildren(this.canvas, this.frame);
    /** @type {Scene | null} */
    this.scene = null;
    /** @type {Scene | null} the scene that is painted */
    this.painted = null;
    /** @type {Box} */
    this.world = { left: 0, top: 0, right: 1, bottom: 1 };
    this.scale = 1;
    this.large = false;
    this.listen();
  }

  listen() {
    const { box } = this;
    const go = (/** @type {PointerEvent} */ event) => {
      const { left, top } = this.canvas.getBoundingClientRect();
      this.move(this.world.left + (event.clientX - left - RIM) / this.scale, this.world.top + (event.clientY - top - RIM) / this.scale);
    };
    box.addEventListener("pointerdown", (event) => {
      box.setPointerCapture(event.pointerId);
      go(event);
    });
    box.addEventListener("pointermove", (event) => {
      if (box.hasPointerCapture(event.pointerId)) go(event);
    });
  }

  /**
   * @param {Scene} scene
   * @param {number} count of visible nodes
   */
  show(scene, count) {
    this.scene = scene;
    this.large = count >= LARGE && !scene.focused && !scene.pairs.length;
  }

  /** @param {Camera} camera the frame follows it */
  follow(camera) {
    const shown = this.large && camera.scale > camera.fitScale * ZOOMED;
    if (this.box.hidden === shown) this.box.hidden = !shown;
    if (!shown || !this.scene) return;
    if (this.painted !== this.scene) this.paint(this.scene);
    const x = (/** @type {number} */ world) => Math.min(WIDTH - 1, Math.max(1, RIM + (world - this.world.left) * this.scale));
    const y = (/** @type {number} */ world) => Math.min(HEIGHT - 1, Math.max(1, RIM + (world - this.world.top) * this.scale));
    const [left, top] = [x(camera.toWorldX(0)), y(camera.toWorldY(0))];
    const [right, bottom] = [x(camera.toWorldX(camera.width)), y(camera.toWorldY(camera.height))];
    Object.assign(this.frame.style, {
      transform: `translate(${left}px, ${top}px)`, width: `${Math.max(4, right - left)}px`, height: `${Math.max(4, bottom - top)}px`,
    });
  }

  /** @param {Scene} scene */
  paint(scene) {
    const { graph, visible, palette, colorIndex, theme } = scene;
    this.painted = scene;
    const density = pixelDensity();
    this.canvas.width = WIDTH * density;
    this.canvas.height = HEIGHT * density;
    const context = this.canvas.getContext("2d");
    if (!context) return;
    const nodes = [...graph.label.keys()].filter((node) => visible[node] && !(graph.flags[node] & ORPHAN));
    this.world = around(graph.x, graph.y, nodes);
    const { left, top, right, bottom } = this.world;
    this.scale = Math.min((WIDTH - 2 * RIM) / (right - left), (HEIGHT - 2 * RIM) / (bottom - top));
    this.world = { ...this.world, left: (left + right) / 2 - (WIDTH / 2 - RIM) / this.scale, top: (top + bottom) / 2 - (HEIGHT / 2 - RIM) / this.scale };
    context.scale(density, density);
    context.fillStyle = theme.background;
    context.fillRect(0, 0, WIDTH, HEIGHT);
    context.globalAlpha = 0.75;
    const step = Math.max(1, Math.ceil(nodes.length / MOST));
    for (let i = 0; i < nodes.length; i += step) {
      const node = nodes[i];
      context.fillStyle = palette[colorIndex[node]];
      context.fillRect(RIM + (graph.x[node] - this.world.left) * this.scale - 0.5, RIM + (graph.y[node] - this.world.top) * this.scale - 0.5, 1.2, 1.2);
    }
  }
}
