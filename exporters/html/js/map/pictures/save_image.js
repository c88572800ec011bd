/** Save the map as it is on the screen, with title and legend: a PNG at twice the density, or an SVG. */

import { createCanvas } from "../canvas.js";
import { drawCaption } from "./caption.js";
import { paint } from "../painter.js";
import { svgOf } from "./svg.js";
import { font } from "../labels/text_sprites.js";

/** @import { Caption } from "./caption.js" */
/** @import { MapView } from "../map_view.js" */

/**
 * @param {MapView} view
 * @param {Caption} caption
 */
export function savePng(view, caption) {
  const { scene, camera } = view;
  const density = Math.max(2, window.devicePixelRatio || 1);
  const canvas = createCanvas(camera.width * density, camera.height * density);
  const context = canvas.getContext("2d", { alpha: false });
  if (!context || !scene) return;
  context.setTransform(density, 0, 0, density, 0, 0);
  for (const pause of paint(context, scene, camera, false)) void pause;
  view.drawOverlay(context);
  const { background, text } = scene.theme;
  drawCaption(context, caption, { height: camera.height, background, text }, font);
  canvas.toBlob((blob) => blob && download(blob, `${caption.title}.png`), "image/png");
}

/**
 * @param {MapView} view
 * @param {Caption} caption
 */
export function saveSvg(view, caption) {
  download(new Blob([svgOf(view, caption)], { type: "image/svg+xml" }), `${caption.title}.svg`);
}

/**
 * @param {Blob} blob
 * @param {string} file
 */
function download(blob, file) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = file.replace(/[/\\:*?"<>|]/g, "-");
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
