/** How large a node is drawn: more links, larger; growing more slowly than the map when zooming. */

/** @import { Camera } from "./camera.js" */

const LARGEST = 26;

export class Sizes {
  /**
   * @param {Uint32Array} degree
   * @param {number} shown how many nodes share the screen
   */
  constructor(degree, shown) {
    this.growth = Float32Array.from(degree, (links) => 1 + Math.min(6, 0.42 * Math.sqrt(links)));
    this.shown = Math.max(1, shown);
  }

  /**
   * @param {Camera} camera
   * @returns {number} the radius of a node without links, in pixels
   */
  leaf(camera) {
    const spacing = Math.sqrt((camera.width * camera.height * 0.55) / this.shown);
    const base = Math.min(4.2, Math.max(0.62, spacing * 0.13));
    return base * Math.min(6, Math.sqrt(camera.scale / camera.whole));
  }

  /**
   * @param {number} node
   * @param {number} leaf
   * @returns {number} pixels
   */
  radius(node, leaf) {
    return Math.min(LARGEST, Math.min(leaf, 7) * this.growth[node]);
  }
}
