/** Labels as images: each text is measured and drawn once, then only copied. */

import { createCanvas, pixelDensity } from "../canvas.js";

/** Latin fonts first, then the Chinese, Japanese and emoji fonts of each system. */
export const FONT =
  'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", ' +
  '"Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", ' +
  '"Source Han Sans SC", "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", sans-serif';

const MOST = 900;
/** Larger letters, in pixels, have a wider halo: names of communities cover dots. */
const LARGE = 15;

export class TextSprites {
  constructor() {
    const brush = createCanvas(1, 1).getContext("2d");
    if (!brush) throw new Error("no canvas");
    this.brush = brush;
    /** @type {Map<string, number>} */
    this.widths = new Map();
    /** @type {Map<string, HTMLCanvasElement>} */
    this.sprites = new Map();
  }

  /**
   * @param {string} text
   * @param {number} size pixels
   * @param {boolean} strong
   * @returns {number} width in pixels
   */
  measure(text, size, strong) {
    const name = `${size}${strong ? "b" : ""} ${text}`;
    let width = this.widths.get(name);
    if (width === undefined) {
      if (this.widths.size > 20000) this.widths.clear();
      this.brush.font = font(size, strong);
      width = this.brush.measureText(text).width;
      this.widths.set(name, width);
    }
    return width;
  }

  /**
   * @param {string} text
   * @param {number} size
   * @param {boolean} strong
   * @param {string} color
   * @param {string} halo
   * @returns {HTMLCanvasElement} the text with a halo, at the screen's density
   */
  sprite(text, size, strong, color, halo) {
    const density = pixelDensity();
    const name = `${size}${strong ? "b" : ""} ${color} ${halo} ${density} ${text}`;
    const known = this.sprites.get(name);
    if (known) return known;
    if (this.sprites.size > MOST) this.sprites.clear();
    const width = this.measure(text, size, strong) + 8;
    const sprite = createCanvas(width * density, size * 1.7 * density);
    const brush = sprite.getContext("2d");
    if (brush) {
      brush.scale(density, density);
      brush.font = font(size, strong);
      brush.textAlign = "center";
      brush.textBaseline = "middle";
      brush.lineJoin = "round";
      brush.strokeStyle = halo;
      brush.lineWidth = size > LARGE ? 6 : 3.5;
      brush.strokeText(text, width / 2, size * 0.85);
      brush.fillStyle = color;
      brush.fillText(text, width / 2, size * 0.85);
    }
    this.sprites.set(name, sprite);
    return sprite;
  }
}

/**
 * @param {number} size
 * @param {boolean} strong
 */
export function font(size, strong) {
  return `${strong ? 600 : 450} ${size}px ${FONT}`;
}
