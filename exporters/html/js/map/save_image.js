/** Save the map as it is on the screen: a PNG at twice the density, or an SVG. */

import { FONT } from "./text_sprites.js";
import { createCanvas } from "./canvas.js";
import { traceEdge } from "./edges.js";
import { paint } from "./painter.js";

/** @import { MapView } from "./map_view.js" */
/** @import { Label } from "./label_placement.js" */

/**
 * @param {MapView} view
 * @param {string} title
 */
export function savePng(view, title) {
  const density = Math.max(2, window.devicePixelRatio || 1);
  const canvas = createCanvas(view.camera.width * density, view.camera.height * density);
  const context = canvas.getContext("2d", { alpha: false });
  if (!context || !view.scene) return;
  context.setTransform(density, 0, 0, density, 0, 0);
  for (const pause of paint(context, view.scene, view.camera, false)) void pause;
  view.drawOverlay(context);
  canvas.toBlob((blob) => blob && download(blob, `${title}.png`), "image/png");
}

/**
 * @param {MapView} view
 * @param {string} title
 */
export function saveSvg(view, title) {
  download(new Blob([svgOf(view)], { type: "image/svg+xml" }), `${title}.svg`);
}

/**
 * @param {MapView} view
 * @returns {string} the same lines, dots and labels as on the screen
 */
function svgOf(view) {
  const { scene, camera } = view;
  if (!scene) return "";
  const pen = new Pen(camera.width, camera.height, scene.theme.background);
  const { graph, visible, palette, sizes, theme } = scene;
  const onScreen = (/** @type {number} */ node) => {
    const x = camera.toScreenX(graph.x[node]);
    const y = camera.toScreenY(graph.y[node]);
    return x > 0 && y > 0 && x < camera.width && y < camera.height;
  };
  const edges = scene.lines.filter((edge) => {
    const a = graph.from[edge];
    const b = graph.to[edge];
    return visible[a] && visible[b] && (onScreen(a) || onScreen(b));
  });
  edges.slice(0, 60000).forEach((edge) => {
    pen.begin(palette[scene.colorIndex[graph.from[edge]]]);
    traceEdge(pen, scene, camera, edge);
    pen.end();
  });
  const leafRadius = sizes.leafRadius(camera);
  for (let node = graph.size - 1; node >= 0; node--) {
    if (!visible[node] || !onScreen(node)) continue;
    const open = graph.kindName(node) === "topic";
    pen.circle(camera.toScreenX(graph.x[node]), camera.toScreenY(graph.y[node]), sizes.radius(node, leafRadius), palette[scene.colorIndex[node]], open ? theme.background : "");
  }
  for (const label of view.labels) pen.text(label, label.node < 0 ? palette[label.color] : theme.text, theme.background);
  return pen.finished();
}

/** Writes SVG; understands the path commands of a canvas. */
class Pen {
  /**
   * @param {number} width
   * @param {number} height
   * @param {string} background
   */
  constructor(width, height, background) {
    this.parts = [
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
      `<rect width="100%" height="100%" fill="${background}"/><g fill="none" stroke-width=".8" stroke-opacity=".3">`,
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
    this.path += `M${at.map(rounded).join(" ")}`;
  }

  /** @param {...number} at */
  lineTo(...at) {
    this.path += `L${at.map(rounded).join(" ")}`;
  }

  /** @param {...number} at */
  bezierCurveTo(...at) {
    this.path += `C${at.map(rounded).join(" ")}`;
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
    this.parts.push(`<circle cx="${rounded(x)}" cy="${rounded(y)}" r="${rounded(radius)}" ${fill}/>`);
  }

  /**
   * @param {Label} label
   * @param {string} color
   * @param {string} halo
   */
  text(label, color, halo) {
    const x = rounded((label.box.left + label.box.right) / 2);
    const y = rounded((label.box.top + label.box.bottom) / 2);
    const style = `font-family="${escapeXml(FONT)}" font-size="${label.size}" font-weight="${label.strong ? 600 : 400}"`;
    this.parts.push(
      `<text x="${x}" y="${y}" ${style} text-anchor="middle" dominant-baseline="central" fill="${color}" stroke="${halo}" stroke-width="3" paint-order="stroke">${escapeXml(label.text)}</text>`,
    );
  }

  finished() {
    return `${this.parts.join("\n")}\n</g></svg>\n`;
  }
}

/** @param {number} value */
function rounded(value) {
  return Math.round(value * 10) / 10;
}

/**
 * @param {string} text
 * @returns {string} escaped for XML content and attributes
 */
export function escapeXml(text) {
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
