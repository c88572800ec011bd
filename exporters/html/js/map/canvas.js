/** Canvas elements that are not in the document: sprites and buffers. */

/**
 * @param {number} width pixels
 * @param {number} height pixels
 */
export function createCanvas(width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  return canvas;
}

/** @returns {number} device pixels per CSS pixel */
export function pixelDensity() {
  return window.devicePixelRatio || 1;
}
