/**
 * The map on the screen. A full picture is painted only at rest, half as large again as the window;
 * while the reader moves, that picture is moved and scaled, and only names are drawn anew.
 */

import { Camera } from "./camera.js";
import { mixed } from "./colors.js";
import { placed } from "./label_placement.js";
import { Lettering } from "./text_sprites.js";
import { wishes } from "./label_candidates.js";
import { canvas, dot, paint, trace } from "./painter.js";
import { calm } from "../state/theme.js";

/** @import { Box } from "./camera.js" */
/** @import { Focus } from "../state/highlight.js" */
/** @import { Label } from "./label_placement.js" */
/** @import { Scene } from "./painter.js" */

/** The picture's size, in windows. */
const MARGIN = 1.5;
/** Milliseconds without movement after which the picture is painted anew. */
const REST = 130;
/** Milliseconds of painting before the browser may do something else. */
const SLICE = 12;
const FADE = 140;
/** Square pixels of the window for each name on the map. */
const AREA = 16500;
/** Dots that names keep off; of more, some name is always in the way. */
const FEW = 260;
/** While moving, what stands out is drawn anew in every frame: that much of it. */
const MOST_MOVING = 1500;

export class View {
  /**
   * @param {HTMLCanvasElement} screen
   * @param {() => Box[]} controls where no name may be written
   */
  constructor(screen, controls) {
    this.screen = screen;
    const ink = screen.getContext("2d", { alpha: false });
    if (!ink) throw new Error("this browser draws no canvas");
    this.ink = ink;
    this.controls = controls;
    this.camera = new Camera();
    this.lettering = new Lettering();
    /** @type {Scene | null} */
    this.scene = null;
    /** @type {Focus | null} */
    this.focus = null;
    /** @type {Focus | null} */
    this.fading = null;
    this.veil = 0;
    /** @type {Label[]} */
    this.labels = [];
    this.front = { canvas: canvas(1, 1), camera: new Camera(), ready: false };
    this.back = { canvas: canvas(1, 1), camera: new Camera(), ready: false };
    /** @type {Generator<void> | null} */
    this.painting = null;
    this.moving = false;
    /** A picture has been painted that is not on the screen yet. */
    this.fresh = false;
    this.waiting = 0;
    this.resting = 0;
    this.started = 0;
    /** @type {() => void} called whenever the map comes to rest */
    this.onRest = () => {};
    /** Whether the camera has found what is the whole. */
    this.opened = false;
    /** Pictures painted so far; the tests wait for them. */
    this.pictures = 0;
  }

  resize() {
    const density = window.devicePixelRatio || 1;
    const { clientWidth, clientHeight } = this.screen;
    if (this.camera.width === clientWidth && this.camera.height === clientHeight) return;
    this.camera.width = clientWidth;
    this.camera.height = clientHeight;
    this.screen.width = Math.round(clientWidth * density);
    this.screen.height = Math.round(clientHeight * density);
    this.repaint();
  }

  /** @param {Scene} scene */
  show(scene) {
    this.scene = scene;
    this.repaint();
  }

  /** @param {Focus | null} focus */
  stress(focus) {
    this.fading = focus ? null : this.focus;
    this.focus = focus;
    this.started = performance.now();
    this.name();
    this.request();
  }

  /** The camera has moved: show it at once, paint it properly later. */
  moved() {
    this.moving = true;
    this.painting = null;
    clearTimeout(this.resting);
    this.resting = window.setTimeout(() => this.repaint(), REST);
    this.request();
  }

  /** Paint the whole picture anew, in slices. */
  repaint() {
    if (!this.scene || this.camera.width < 2) return;
    clearTimeout(this.resting);
    this.moving = false;
    this.begin(false);
    this.name();
    this.request();
  }

  /** @param {boolean} quick */
  begin(quick) {
    if (!this.scene) return;
    const density = window.devicePixelRatio || 1;
    const camera = this.camera.copy();
    camera.width = Math.round(this.camera.width * MARGIN);
    camera.height = Math.round(this.camera.height * MARGIN);
    const wide = Math.round(camera.width * density);
    const high = Math.round(camera.height * density);
    const sheet = this.back.canvas;
    if (sheet.width !== wide || sheet.height !== high) {
      sheet.width = wide;
      sheet.height = high;
    }
    const ink = sheet.getContext("2d", { alpha: false });
    if (!ink) return;
    ink.setTransform(density, 0, 0, density, 0, 0);
    this.back.camera = camera;
    this.painting = paint(ink, this.scene, camera, quick);
  }

  /** Dots and names at once, before anything else; then the whole. */
  first() {
    this.begin(true);
    while (this.painting && !this.painting.next().done);
    this.swap();
    this.name();
    this.draw();
    this.repaint();
  }

  swap() {
    [this.front, this.back] = [this.back, this.front];
    this.front.ready = true;
    this.painting = null;
    this.pictures++;
  }

  request() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      this.frame();
    });
  }

  frame() {
    this.draw(); // first what the reader waits for, then the picture nobody sees yet
    if (this.painting) this.go();
    const done = calm() || performance.now() - this.started > FADE;
    if (done) this.fading = null;
    if (this.painting || !done || this.fresh) this.request();
  }

  /** Paint for a slice of time. */
  go() {
    const until = performance.now() + (this.front.ready ? SLICE : Infinity);
    while (this.painting && performance.now() < until) {
      if (this.painting.next().done) {
        this.swap();
        this.fresh = true;
        this.onRest();
      }
    }
  }

  /** Choose the names for where the camera now is. */
  name() {
    if (!this.scene) return;
    const most = Math.max(12, Math.round((this.camera.width * this.camera.height) / AREA));
    this.labels = placed(
      wishes(this.scene, this.camera, this.focus),
      (text, size, strong) => this.lettering.measure(text, size, strong),
      { taken: this.controls(), dots: this.dotBoxes() },
      this.camera,
      most,
    );
  }

  /** @returns {Box[]} where the dots are, when they are few enough to keep names off them */
  dotBoxes() {
    const { scene, camera } = this;
    if (!scene) return [];
    const { vault, shown, sizes } = scene;
    const leaf = sizes.leaf(camera);
    const nodes = this.focus && this.focus.veil > 0.5 ? this.focus.nodes : vault.label.keys();
    const boxes = [];
    for (const node of nodes) {
      if (!shown[node]) continue;
      const x = camera.toScreenX(vault.x[node]);
      const y = camera.toScreenY(vault.y[node]);
      if (x < 0 || y < 0 || x > camera.width || y > camera.height) continue;
      const radius = sizes.radius(node, leaf);
      boxes.push({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius });
      if (boxes.length > FEW) return [];
    }
    return boxes;
  }

  draw() {
    const { scene, camera, ink } = this;
    if (!scene) return;
    this.fresh = false;
    const density = window.devicePixelRatio || 1;
    ink.setTransform(density, 0, 0, density, 0, 0);
    ink.globalAlpha = 1;
    ink.fillStyle = scene.theme.ground;
    ink.fillRect(0, 0, camera.width, camera.height);
    this.blit();
    this.stand();
    this.letter();
  }

  blit() {
    const { camera, ink, front } = this;
    if (!front.ready) return;
    const then = front.camera;
    const zoom = camera.scale / then.scale;
    const width = then.width * zoom;
    const height = then.height * zoom;
    const left = camera.toScreenX(then.x) - width / 2;
    const top = camera.toScreenY(then.y) - height / 2;
    const density = window.devicePixelRatio || 1;
    const still = Math.abs(zoom - 1) < 1e-9;
    // On whole pixels a copy is a copy; between them it would be blurred, and slow.
    const snap = (/** @type {number} */ value) => Math.round(value * density) / density;
    ink.imageSmoothingEnabled = !still;
    ink.drawImage(front.canvas, still ? snap(left) : left, still ? snap(top) : top, width, height);
    ink.imageSmoothingEnabled = true;
  }

  /** What stands out: a veil over the rest, and on it the chosen nodes and their lines. */
  stand() {
    const focus = this.focus ?? this.fading;
    const { scene, camera, ink } = this;
    if (!scene || !focus) return;
    const passed = calm() ? 1 : Math.min(1, (performance.now() - this.started) / FADE);
    const strength = this.focus ? passed : 1 - passed;
    if (strength <= 0) return;
    ink.globalAlpha = focus.veil * strength;
    ink.fillStyle = scene.theme.ground;
    ink.fillRect(0, 0, camera.width, camera.height);
    const most = this.moving || passed < 1 ? MOST_MOVING : Infinity;
    this.strokeFocus(scene, focus, strength, most);
    const leaf = scene.sizes.leaf(camera);
    ink.globalAlpha = strength;
    for (let i = Math.min(focus.nodes.length, most) - 1; i >= 0; i--) {
      if (scene.shown[focus.nodes[i]] || focus.nodes[i] === focus.center) this.one(focus.nodes[i], leaf);
    }
    if (focus.center >= 0) this.ring(focus.center, leaf);
    ink.globalAlpha = 1;
  }

  /**
   * @param {Scene} scene
   * @param {Focus} focus
   * @param {number} strength
   * @param {number} most
   */
  strokeFocus(scene, focus, strength, most) {
    const { ink, camera } = this;
    const { vault } = scene;
    const count = Math.min(focus.edges.length, most);
    ink.globalAlpha = strength * Math.max(0.25, Math.min(0.85, 40 / (count + 20)));
    ink.lineWidth = count > 200 ? 0.9 : 1.4;
    /** @type {Map<number, number[]>} */
    const byColor = new Map();
    for (const edge of focus.edges.slice(0, count)) {
      const other = vault.from[edge] === focus.center ? vault.to[edge] : vault.from[edge];
      const color = scene.ink[other];
      const list = byColor.get(color);
      if (list) list.push(edge);
      else byColor.set(color, [edge]);
    }
    for (const [color, edges] of byColor) {
      ink.strokeStyle = scene.palette[color];
      for (let i = 0; i < edges.length; i += 64) {
        ink.beginPath();
        for (const edge of edges.slice(i, i + 64)) trace(ink, scene, camera, edge);
        ink.stroke();
      }
    }
  }

  /**
   * @param {number} node
   * @param {number} leaf
   */
  one(node, leaf) {
    const { scene, camera } = this;
    if (!scene) return;
    const x = camera.toScreenX(scene.vault.x[node]);
    const y = camera.toScreenY(scene.vault.y[node]);
    if (x < -30 || y < -30 || x > camera.width + 30 || y > camera.height + 30) return;
    dot(this.ink, scene, camera, node, Math.max(leaf, 1.6));
  }

  /**
   * @param {number} node
   * @param {number} leaf
   */
  ring(node, leaf) {
    const { scene, camera, ink } = this;
    if (!scene) return;
    const radius = scene.sizes.radius(node, Math.max(leaf, 1.6));
    ink.beginPath();
    ink.arc(
      camera.toScreenX(scene.vault.x[node]),
      camera.toScreenY(scene.vault.y[node]),
      radius + 3.5,
      0,
      Math.PI * 2,
    );
    ink.strokeStyle = scene.theme.accent;
    ink.lineWidth = 1.6;
    ink.stroke();
  }

  /**
   * Draw what lies over the picture on another sheet: what stands out, and the names.
   * @param {CanvasRenderingContext2D} sheet
   */
  over(sheet) {
    const own = this.ink;
    this.ink = sheet;
    this.stand();
    this.letter();
    this.ink = own;
  }

  letter() {
    const { scene, camera, ink } = this;
    if (!scene) return;
    const { vault, theme, palette } = scene;
    const density = window.devicePixelRatio || 1;
    for (const label of this.labels) {
      const island = label.node < 0;
      const color = island ? mixed(palette[label.ink], theme.text, 0.4) : theme.text;
      const stamp = this.lettering.stamp(label.text, label.size, label.strong, color, theme.halo);
      const width = stamp.width / density;
      const height = stamp.height / density;
      const shiftX = (label.box.left + label.box.right) / 2 - label.x;
      const shiftY = (label.box.top + label.box.bottom) / 2 - label.y;
      const [x, y] = this.anchor(label, vault.x, vault.y);
      const left = x + shiftX - width / 2;
      const top = y + shiftY - height / 2;
      if (left > camera.width || top > camera.height || left + width < 0 || top + height < 0) continue;
      ink.globalAlpha = island ? 0.95 : label.strong ? 1 : 0.88;
      ink.drawImage(stamp, Math.round(left * density) / density, Math.round(top * density) / density, width, height);
    }
    ink.globalAlpha = 1;
  }

  /**
   * @param {Label} label
   * @param {Float32Array} xs
   * @param {Float32Array} ys
   * @returns {[x: number, y: number]} where what it names is now, in pixels
   */
  anchor(label, xs, ys) {
    const { camera, scene } = this;
    if (label.node >= 0) return [camera.toScreenX(xs[label.node]), camera.toScreenY(ys[label.node])];
    const island = scene?.islands[label.island ?? -1];
    return island ? [camera.toScreenX(island.x), camera.toScreenY(island.y)] : [label.x, label.y];
  }
}
