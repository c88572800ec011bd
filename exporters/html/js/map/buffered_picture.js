/**
 * The painted map, half as large again as the window. It is painted in slices into a second buffer;
 * while the camera moves, the finished buffer is only moved and scaled.
 */

import { Camera } from "./camera.js";
import { createCanvas, pixelDensity } from "./canvas.js";
import { paint } from "./painter.js";

/** @import { Scene } from "./painter.js" */

/** Size of the picture, in windows. */
const MARGIN = 1.5;
/** Milliseconds of painting before the browser may do something else. */
const SLICE = 12;

export class BufferedPicture {
  constructor() {
    this.front = { canvas: createCanvas(1, 1), camera: new Camera(), ready: false };
    this.back = { canvas: createCanvas(1, 1), camera: new Camera(), ready: false };
    /** @type {Generator<void> | null} */
    this.painting = null;
    /** Pictures finished so far; tests wait for the next. */
    this.finished = 0;
  }

  /**
   * @param {Scene} scene
   * @param {Camera} view
   * @param {boolean} quick without edges
   */
  start(scene, view, quick) {
    const density = pixelDensity();
    const camera = view.copy();
    camera.width = Math.round(view.width * MARGIN);
    camera.height = Math.round(view.height * MARGIN);
    const width = Math.round(camera.width * density);
    const height = Math.round(camera.height * density);
    const { canvas } = this.back;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const context = canvas.getContext("2d", { alpha: false });
    if (!context) return;
    context.setTransform(density, 0, 0, density, 0, 0);
    this.back.camera = camera;
    this.painting = paint(context, scene, camera, quick);
  }

  cancel() {
    this.painting = null;
  }

  /**
   * Go on painting, for a slice of time, or to the end when nothing has been painted yet.
   * @returns {boolean} whether a picture was finished
   */
  continue() {
    const until = performance.now() + (this.front.ready ? SLICE : Infinity);
    while (this.painting && performance.now() < until) {
      if (!this.painting.next().done) continue;
      [this.front, this.back] = [this.back, this.front];
      this.front.ready = true;
      this.painting = null;
      this.finished++;
      return true;
    }
    return false;
  }

  /**
   * Draw the finished picture as the camera now sees it.
   * @param {CanvasRenderingContext2D} context
   * @param {Camera} camera
   */
  draw(context, camera) {
    if (!this.front.ready) return;
    const then = this.front.camera;
    const zoom = camera.scale / then.scale;
    const width = then.width * zoom;
    const height = then.height * zoom;
    const left = camera.toScreenX(then.x) - width / 2;
    const top = camera.toScreenY(then.y) - height / 2;
    const density = pixelDensity();
    const unscaled = Math.abs(zoom - 1) < 1e-9;
    // On whole pixels a copy is exact; between pixels it would be blurred, and slow.
    const snap = (/** @type {number} */ value) => Math.round(value * density) / density;
    context.imageSmoothingEnabled = !unscaled;
    context.drawImage(this.front.canvas, unscaled ? snap(left) : left, unscaled ? snap(top) : top, width, height);
    context.imageSmoothingEnabled = true;
  }
}
