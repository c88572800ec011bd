/** Letters on the map: measured once, cut once, then only moved. */

import { canvas } from "./painter.js";

/** Latin first, then every system's Chinese, Japanese and emoji. */
export const FONT =
  'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", ' +
  '"Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", ' +
  '"Source Han Sans SC", "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", sans-serif';

const MOST = 900;

export class Lettering {
  constructor() {
    const brush = canvas(1, 1).getContext("2d");
    if (!brush) throw new Error("no canvas");
    this.brush = brush;
    /** @type {Map<string, number>} */
    this.widths = new Map();
    /** @type {Map<string, HTMLCanvasElement>} */
    this.stamps = new Map();
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
   * @returns {HTMLCanvasElement} the words with a halo, at the screen's own density
   */
  stamp(text, size, strong, color, halo) {
    const density = window.devicePixelRatio || 1;
    const name = `${size}${strong ? "b" : ""} ${color} ${halo} ${density} ${text}`;
    const known = this.stamps.get(name);
    if (known) return known;
    if (this.stamps.size > MOST) this.stamps.clear();
    const width = this.measure(text, size, strong) + 8;
    const stamp = canvas(width * density, size * 1.7 * density);
    const brush = stamp.getContext("2d");
    if (brush) {
      brush.scale(density, density);
      brush.font = font(size, strong);
      brush.textAlign = "center";
      brush.textBaseline = "middle";
      brush.lineJoin = "round";
      brush.strokeStyle = halo;
      brush.lineWidth = 3.5;
      brush.strokeText(text, width / 2, size * 0.85);
      brush.fillStyle = color;
      brush.fillText(text, width / 2, size * 0.85);
    }
    this.stamps.set(name, stamp);
    return stamp;
  }
}

/**
 * @param {number} size
 * @param {boolean} strong
 */
export function font(size, strong) {
  return `${strong ? 600 : 450} ${size}px ${FONT}`;
}
