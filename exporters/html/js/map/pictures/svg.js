/** The map as SVG: the same edges, nodes, labels and highlight as on the screen, with title and legend. */

import { mixColors } from "../../state/palette.js";
import { traceArrow } from "../arrows.js";
import { captionLines } from "./caption.js";
import { changedEdgeStyle, mark } from "./change_svg.js";
import { traceEdge } from "../edges.js";
import { FONT } from "../labels/text_sprites.js";
import { pairLines } from "../topic_map.js";

/** @import { Camera } from "../camera.js" */
/** @import { Caption } from "./caption.js" */
/** @import { MapView } from "../map_view.js" */
/** @import { Scene } from "../painter.js" */

/** Edges at most. */
const MOST_EDGES = 60000;
/** With more highlighted edges than this, they have no arrows. */
const MOST_ARROWS = 300;
/** Width of an edge in pixels, and of one that has changed. */
const EDGE_WIDTH = 0.8;
const CHANGED_WIDTH = 1.6;

/**
 * @param {MapView} view
 * @param {Caption} caption
 * @returns {string}
 */
export function svgOf(view, caption) {
  const { scene, camera, highlight } = view;
  if (!scene) return "";
  const { theme, palette } = scene;
  const pen = new Pen(camera.width, camera.height, theme.background, caption.title);
  if (!scene.focused) {
    drawPairs(pen, scene, camera);
    drawEdges(pen, scene, camera);
    drawNodes(pen, scene, camera, [...scene.graph.ranked].reverse());
  }
  if (highlight) {
    if (highlight.dimming) pen.cover(theme.background, highlight.dimming);
    const leafRadius = scene.sizes.leafRadius(camera);
    const arrows = highlight.edges.length <= MOST_ARROWS;
    for (const edge of highlight.edges) {
      pen.begin();
      const changed = changedEdgeStyle(scene, edge);
      const arrow = arrows && !changed?.dashes;
      if (arrow) traceArrow(pen, scene, camera, edge, { bothWays: highlight.bothWays.has(edge), leafRadius });
      else traceEdge(pen, scene, camera, edge);
      const color = changed?.color ?? colorOf(scene, edge);
      const opacity = changed || arrows ? 0.8 : 0.3;
      if (arrow) pen.area(color, opacity);
      else pen.line(color, opacity, changed?.dashes ? CHANGED_WIDTH : EDGE_WIDTH, changed?.dashes);
    }
    if (highlight.center >= 0) drawPairs(pen, scene, camera, highlight.center);
    drawNodes(pen, scene, camera, [...highlight.nodes].reverse());
  }
  for (const { node, box, text, size, strong, color } of view.labels) {
    const fill = node < 0 && scene.byCommunity ? mixColors(palette[color], theme.text, 0.4) : theme.text;
    const place = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, anchor: "middle" };
    pen.text(text, { ...place, size, strong, fill, halo: theme.background });
  }
  drawCaption(pen, caption, camera.height, scene);
  return pen.finished();
}

/**
 * @param {Scene} scene
 * @param {number} edge
 */
function colorOf({ graph, palette, colorIndex, edgeColor }, edge) {
  return palette[edgeColor ? edgeColor[edge] : colorIndex[graph.from[edge]] || colorIndex[graph.to[edge]]];
}

/**
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {number} node
 */
function onScreen({ graph }, camera, node) {
  const x = camera.toScreenX(graph.x[node]);
  const y = camera.toScreenY(graph.y[node]);
  return x > 0 && y > 0 && x < camera.width && y < camera.height;
}

/**
 * @param {Pen} pen
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {number} [center] only the lines of this topic
 */
function drawPairs(pen, scene, camera, center) {
  const { graph } = scene;
  for (const { a, b, color, opacity, width } of pairLines(scene, center)) {
    pen.begin();
    pen.moveTo(camera.toScreenX(graph.x[a]), camera.toScreenY(graph.y[a]));
    pen.lineTo(camera.toScreenX(graph.x[b]), camera.toScreenY(graph.y[b]));
    pen.line(color, opacity, width);
  }
}

/**
 * @param {Pen} pen
 * @param {Scene} scene
 * @param {Camera} camera
 */
function drawEdges(pen, scene, camera) {
  const { graph, visible } = scene;
  const seen = (/** @type {number} */ edge) =>
    visible[graph.from[edge]] && visible[graph.to[edge]] && (onScreen(scene, camera, graph.from[edge]) || onScreen(scene, camera, graph.to[edge]));
  for (const edge of scene.lines.filter(seen).slice(0, MOST_EDGES)) {
    pen.begin();
    traceEdge(pen, scene, camera, edge);
    pen.line(colorOf(scene, edge), 0.3);
  }
}

/**
 * @param {Pen} pen
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {number[]} nodes
 */
function drawNodes(pen, scene, camera, nodes) {
  const { graph, visible, palette, sizes, theme, colorIndex } = scene;
  const leafRadius = sizes.leafRadius(camera);
  for (const node of nodes) {
    if (!visible[node] || !onScreen(scene, camera, node)) continue;
    const place = { x: camera.toScreenX(graph.x[node]), y: camera.toScreenY(graph.y[node]), radius: sizes.radius(node, leafRadius) };
    const changed = mark(scene, node, place.radius);
    if (changed) {
      pen.circle({ ...place, radius: changed.radius }, changed.color, changed.inner, graph.label[node], changed.dashes);
      const style = { fill: changed.signColor, halo: "none", anchor: "middle" };
      pen.text(changed.sign, { x: place.x, y: place.y, size: Math.round(changed.radius * 1.7), strong: true, ...style });
      continue;
    }
    pen.node(place, graph.shapeOf(node), { color: palette[colorIndex[node]], background: theme.background, title: graph.label[node] });
  }
}

/**
 * @param {Pen} pen
 * @param {Caption} caption
 * @param {number} height
 * @param {Scene} scene
 */
function drawCaption(pen, caption, height, { theme }) {
  const { title, legend, box } = captionLines(caption, height);
  if (legend.length) pen.rectangle(box, theme.background, 0.85);
  const style = { fill: theme.text, halo: theme.background };
  for (const { text, count, color, x, y, size, strong } of [...title, ...legend]) {
    if (color) pen.circle({ x: x - 11, y, radius: 4.5 }, color, "", text);
    pen.text(text, { x, y, size, strong, anchor: "start", ...style });
    if (count) pen.text(count, { x: box.x + box.width - 10, y, size, strong, anchor: "end", ...style });
  }
}

/** Writes SVG; understands the path commands of a canvas. */
class Pen {
  /**
   * @param {number} width
   * @param {number} height
   * @param {string} background
   * @param {string} title
   */
  constructor(width, height, background, title) {
    this.parts = [
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
      `<title>${escapeXml(title)}</title>`,
      `<rect width="100%" height="100%" fill="${background}"/>`,
    ];
    this.path = "";
  }

  begin() {
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

  /**
   * Draw the path as a line.
   * @param {string} color
   * @param {number} opacity
   * @param {number} [width] in pixels
   * @param {string} [dashes]
   */
  line(color, opacity, width = EDGE_WIDTH, dashes = "") {
    this.draw(`fill="none" stroke="${color}" stroke-width="${rounded(width)}" stroke-opacity="${opacity}"${dashed(dashes)}`);
  }

  /**
   * Fill the path.
   * @param {string} color
   * @param {number} opacity
   */
  area(color, opacity) {
    this.draw(`fill="${color}" fill-opacity="${opacity}"`);
  }

  /** @param {string} style attributes of the path */
  draw(style) {
    if (this.path) this.parts.push(`<path d="${this.path}" ${style}/>`);
  }

  /**
   * @param {string} color
   * @param {number} opacity
   */
  cover(color, opacity) {
    this.parts.push(`<rect width="100%" height="100%" fill="${color}" fill-opacity="${opacity}"/>`);
  }

  /**
   * @param {{x: number, y: number, width: number, height: number}} box
   * @param {string} color
   * @param {number} opacity
   */
  rectangle({ x, y, width, height }, color, opacity) {
    this.parts.push(`<rect x="${rounded(x)}" y="${rounded(y)}" width="${width}" height="${rounded(height)}" fill="${color}" fill-opacity="${opacity}"/>`);
  }

  /**
   * @param {{x: number, y: number, radius: number}} place
   * @param {string} color
   * @param {string} inner
   * @param {string} title shown while the pointer rests on it
   * @param {string} [dashes]
   */
  circle({ x, y, radius }, color, inner, title, dashes = "") {
    const fill = inner ? `fill="${inner}" stroke="${color}"${dashed(dashes)}` : `fill="${color}"`;
    this.parts.push(`<circle cx="${rounded(x)}" cy="${rounded(y)}" r="${rounded(radius)}" ${fill}><title>${escapeXml(title)}</title></circle>`);
  }

  /**
   * @param {{x: number, y: number, radius: number}} place
   * @param {string} shape as `Graph.shapeOf` names it
   * @param {{color: string, background: string, title: string}} style
   */
  node({ x, y, radius }, shape, { color, background, title }) {
    if (shape === "topic") this.circle({ x, y, radius }, color, background, title);
    else if (shape === "note" || shape === "written") this.circle({ x, y, radius }, color, "", title);
    else {
      const r = radius * (shape === "tag" ? 1.2 : 0.88);
      const corners = shape === "tag" ? [[0, -r], [r, 0], [0, r], [-r, 0]] : [[-r, -r], [r, -r], [r, r], [-r, r]];
      const points = corners.map(([dx, dy]) => `${rounded(x + dx)},${rounded(y + dy)}`).join(" ");
      this.parts.push(`<polygon points="${points}" fill="${color}"><title>${escapeXml(title)}</title></polygon>`);
    }
    if (shape !== "written" || radius <= 3) return;
    const ring = `r="${rounded(radius * 0.58)}" fill="none" stroke="${background}" stroke-width="${rounded(Math.max(1, radius * 0.14))}"`;
    this.parts.push(`<circle cx="${rounded(x)}" cy="${rounded(y)}" ${ring} pointer-events="none"/>`);
  }

  /**
   * @param {string} text
   * @param {{x: number, y: number, size: number, strong: boolean, fill: string, halo: string, anchor: string}} style
   */
  text(text, { x, y, size, strong, fill, halo, anchor }) {
    const font = `font-family="${escapeXml(FONT)}" font-size="${size}" font-weight="${strong ? 600 : 400}"`;
    const place = `x="${rounded(x)}" y="${rounded(y)}" text-anchor="${anchor}" dominant-baseline="central"`;
    this.parts.push(`<text ${place} ${font} fill="${fill}" stroke="${halo}" stroke-width="3" paint-order="stroke">${escapeXml(text)}</text>`);
  }

  finished() {
    return `${this.parts.join("\n")}\n</svg>\n`;
  }
}

/** @param {string} dashes lengths in pixels; empty for a solid line */
function dashed(dashes) {
  return dashes && ` stroke-dasharray="${dashes}"`;
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
