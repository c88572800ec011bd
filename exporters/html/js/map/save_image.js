/** Keep the view: as a PNG at twice the screen's density, or as an SVG to draw on. */

import { FONT } from "./text_sprites.js";
import { canvas, paint, trace } from "./painter.js";

/** @import { View } from "./map_view.js" */
/** @import { Label } from "./label_placement.js" */

/**
 * @param {View} view
 * @param {string} title
 */
export function savePng(view, title) {
  const density = Math.max(2, window.devicePixelRatio || 1);
  const sheet = canvas(view.camera.width * density, view.camera.height * density);
  const ink = sheet.getContext("2d", { alpha: false });
  if (!ink || !view.scene) return;
  ink.setTransform(density, 0, 0, density, 0, 0);
  for (const pause of paint(ink, view.scene, view.camera, false)) void pause;
  view.over(ink);
  sheet.toBlob((blob) => blob && download(blob, `${title}.png`), "image/png");
}

/**
 * @param {View} view
 * @param {string} title
 */
export function saveSvg(view, title) {
  download(new Blob([drawing(view)], { type: "image/svg+xml" }), `${title}.svg`);
}

/**
 * @param {View} view
 * @returns {string} the map as SVG: the same lines, dots and names as on the screen
 */
export function drawing(view) {
  const { scene, camera } = view;
  if (!scene) return "";
  const pen = new Pen(camera.width, camera.height, scene.theme.ground);
  const ink = /** @type {CanvasRenderingContext2D} */ (/** @type {unknown} */ (pen));
  const { vault, shown, palette, sizes, theme } = scene;
  const inside = (/** @type {number} */ node) => {
    const x = camera.toScreenX(vault.x[node]);
    const y = camera.toScreenY(vault.y[node]);
    return x > 0 && y > 0 && x < camera.width && y < camera.height;
  };
  const edges = scene.lines.filter((edge) => {
    const a = vault.from[edge];
    const b = vault.to[edge];
    return shown[a] && shown[b] && (inside(a) || inside(b));
  });
  edges.slice(0, 60000).forEach((edge) => {
    pen.begin(palette[scene.ink[vault.from[edge]]]);
    trace(ink, scene, camera, edge);
    pen.end();
  });
  const leaf = sizes.leaf(camera);
  for (let node = vault.size - 1; node >= 0; node--) {
    if (!shown[node] || !inside(node)) continue;
    const open = vault.kindName(node) === "topic";
    pen.circle(camera.toScreenX(vault.x[node]), camera.toScreenY(vault.y[node]), sizes.radius(node, leaf), palette[scene.ink[node]], open ? theme.ground : "");
  }
  for (const label of view.labels) pen.text(label, label.node < 0 ? palette[label.ink] : theme.text, theme.ground);
  return pen.finished();
}

/** Writes SVG where a canvas would paint. */
class Pen {
  /**
   * @param {number} width
   * @param {number} height
   * @param {string} ground
   */
  constructor(width, height, ground) {
    this.parts = [
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
      `<rect width="100%" height="100%" fill="${ground}"/><g fill="none" stroke-width=".8" stroke-opacity=".3">`,
    ];
    this.path = "";
    this.color = "";
    this.lines = true;
  }

  /** @param {string} color */
  begin(color) {
    this.color = color;
    this.path = "";
  }

  /** @param {...number} at */
  moveTo(...at) {
    this.path += `M${at.map(short).join(" ")}`;
  }

  /** @param {...number} at */
  lineTo(...at) {
    this.path += `L${at.map(short).join(" ")}`;
  }

  /** @param {...number} at */
  bezierCurveTo(...at) {
    this.path += `C${at.map(short).join(" ")}`;
  }

  end() {
    this.parts.push(`<path d="${this.path}" stroke="${this.color}"/>`);
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} radius
   * @param {string} color
   * @param {string} inner
   */
  circle(x, y, radius, color, inner) {
    if (this.lines) this.parts.push("</g><g>");
    this.lines = false;
    const fill = inner ? `fill="${inner}" stroke="${color}"` : `fill="${color}"`;
    this.parts.push(`<circle cx="${short(x)}" cy="${short(y)}" r="${short(radius)}" ${fill}/>`);
  }

  /**
   * @param {Label} label
   * @param {string} color
   * @param {string} halo
   */
  text(label, color, halo) {
    const x = short((label.box.left + label.box.right) / 2);
    const y = short((label.box.top + label.box.bottom) / 2);
    const style = `font-family="${escaped(FONT)}" font-size="${label.size}" font-weight="${label.strong ? 600 : 400}"`;
    this.parts.push(
      `<text x="${x}" y="${y}" ${style} text-anchor="middle" dominant-baseline="central" fill="${color}" stroke="${halo}" stroke-width="3" paint-order="stroke">${escaped(label.text)}</text>`,
    );
  }

  finished() {
    return `${this.parts.join("\n")}\n</g></svg>\n`;
  }
}

/** @param {number} value */
function short(value) {
  return Math.round(value * 10) / 10;
}

/**
 * @param {string} text
 * @returns {string} safe in XML, as content and as an attribute
 */
export function escaped(text) {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
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
