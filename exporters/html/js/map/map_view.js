/** The map on the screen: paints at rest, moves the painted picture meanwhile, draws highlight and labels on top. */

import { prefersReducedMotion } from "../state/theme.js";
import { BufferedPicture } from "./buffered_picture.js";
import { Camera } from "./camera.js";
import { pixelDensity } from "./canvas.js";
import { drawHighlight, drawWritten } from "./highlight_layer.js";
import { LabelLayer } from "./labels/label_layer.js";

/** @import { Box } from "./camera.js" */
/** @import { Highlight } from "../state/highlight.js" */
/** @import { Scene } from "./painter.js" */

/** Milliseconds without movement after which the picture is painted again. */
const REST = 130;
/** Milliseconds in which a highlight appears or disappears. */
const FADE = 140;
/** While the map moves, at most this many highlighted nodes and edges are drawn in each frame. */
const MOST_MOVING = 1500;
/** At rest, too, only so many, the most important ones: a hub of 100,000 notes has ten thousands. */
const MOST_AT_REST = 5000;

export class MapView {
  /**
   * @param {HTMLCanvasElement} screen
   * @param {() => Box[]} controls where no label may be
   */
  constructor(screen, controls) {
    this.screen = screen;
    const context = screen.getContext("2d", { alpha: false });
    if (!context) throw new Error("this browser draws no canvas");
    this.context = context;
    this.controls = controls;
    this.camera = new Camera();
    this.picture = new BufferedPicture();
    this.labelLayer = new LabelLayer();
    /** @type {Scene | null} */
    this.scene = null;
    /** @type {Highlight | null} */
    this.highlight = null;
    /** @type {Highlight | null} the last one, while it disappears */
    this.fading = null;
    /** When the highlight changed. */
    this.changedAt = 0;
    /** @type {number[]} nodes that were just written */
    this.marked = [];
    this.moving = false;
    /** A picture has been painted that is not on the screen yet. */
    this.fresh = false;
    this.frameRequest = 0;
    this.restTimer = 0;
    /** @type {() => void} called whenever a picture is finished */
    this.onRest = () => {};
    /** @type {(camera: Camera) => void} called whenever the map is drawn */
    this.onDraw = () => {};
    /** Whether the camera has been set to show everything. */
    this.opened = false;
  }

  get labels() {
    return this.labelLayer.labels;
  }

  /** Whether nothing is going to change on the screen by itself. */
  get atRest() {
    return !this.picture.painting && !this.frameRequest && !this.moving;
  }

  resize() {
    const density = pixelDensity();
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

  /** @param {Highlight | null} highlight */
  setHighlight(highlight) {
    this.fading = highlight ? null : this.highlight;
    this.highlight = highlight;
    this.changedAt = performance.now();
    this.placeLabels();
    this.requestFrame();
  }

  /** The camera has moved: show it at once, paint again once it rests. */
  cameraMoved() {
    this.moving = true;
    this.picture.cancel();
    clearTimeout(this.restTimer);
    this.restTimer = window.setTimeout(() => this.repaint(), REST);
    this.requestFrame();
  }

  repaint() {
    if (!this.scene || this.camera.width < 2) return;
    clearTimeout(this.restTimer);
    this.moving = false;
    this.picture.start(this.scene, this.camera, false);
    this.placeLabels();
    this.requestFrame();
  }

  /** Nodes and labels at once, before anything else; then the complete picture. */
  paintFirst() {
    if (!this.scene) return;
    this.picture.start(this.scene, this.camera, true);
    this.picture.continue();
    this.placeLabels();
    this.draw();
    this.repaint();
  }

  placeLabels() {
    if (this.scene) this.labelLayer.place(this.scene, this.camera, this.highlight, this.controls());
  }

  /** Controls have moved: labels keep off them. */
  updateLabels() {
    this.placeLabels();
    this.requestFrame();
  }

  requestFrame() {
    if (this.frameRequest) return;
    this.frameRequest = requestAnimationFrame(() => {
      this.frameRequest = 0;
      this.frame();
    });
  }

  frame() {
    this.draw(); // first the answer to the reader, then the picture that is not visible yet
    if (this.picture.painting && this.picture.continue()) {
      this.fresh = true;
      this.onRest();
    }
    const done = prefersReducedMotion() || performance.now() - this.changedAt > FADE;
    if (done) this.fading = null;
    if (this.picture.painting || !done || this.fresh) this.requestFrame();
  }

  draw() {
    const { scene, camera, context } = this;
    if (!scene) return;
    this.fresh = false;
    const density = pixelDensity();
    context.setTransform(density, 0, 0, density, 0, 0);
    context.globalAlpha = 1;
    context.fillStyle = scene.theme.background;
    context.fillRect(0, 0, camera.width, camera.height);
    this.picture.draw(context, camera);
    this.onDraw(camera);
    this.drawOverlay(context);
  }

  /**
   * Draw the highlight and the labels.
   * @param {CanvasRenderingContext2D} context
   */
  drawOverlay(context) {
    const { scene, camera } = this;
    if (!scene) return;
    const highlight = this.highlight ?? this.fading;
    const passed = prefersReducedMotion() ? 1 : Math.min(1, (performance.now() - this.changedAt) / FADE);
    const opacity = this.highlight ? passed : 1 - passed;
    if (highlight && opacity > 0) {
      const most = this.moving || passed < 1 ? MOST_MOVING : MOST_AT_REST;
      drawHighlight(context, scene, camera, highlight, { opacity, most });
    }
    drawWritten(context, scene, camera, this.marked);
    this.labelLayer.draw(context, scene, camera);
  }
}
