/** The neighbourhood of one note, drawn by vis-network with the options from `render.py`. */

import { afterNextPicture, element } from "../dom.js";
import { edgesAmong } from "../../state/highlight.js";
import { BoxIndex } from "../../map/labels/box_index.js";
import { shortenLabel } from "../../map/labels/shorten.js";
import { FONT, TextSprites } from "../../map/labels/text_sprites.js";
import { neighborhood } from "../../data/traversal.js";
import { translate } from "../../state/strings.js";

/** @import { Scene } from "../../map/painter.js" */

/** Nodes drawn at most: more would be unreadable. */
const MOST = 180;
/** Pixels that stay free at the left and right, for names, and at the top and bottom. */
const SIDES = 52;
const ENDS = 24;
/** Size of the names, in pixels of the screen. */
const NAME_SIZE = 10.5;
/** Largest scale of a small neighbourhood. */
const LARGEST = 1.2;

export class LocalGraph {
  /**
   * @param {Record<string, any>} options vis-network's
   * @param {(node: number) => void} pick
   */
  constructor(options, pick) {
    this.options = options;
    this.pick = pick;
    this.depth = 1;
    /** @type {any} */
    this.network = null;
    this.stage = element("div", { class: "stage", attributes: { "aria-hidden": "true" } });
    this.status = element("span", { class: "status" });
    this.sprites = new TextSprites();
    /** Number of the last drawing that was asked for; an older one is not made any more. */
    this.turn = 0;
  }

  /**
   * @param {Scene} scene
   * @param {number} center
   * @returns {HTMLElement}
   */
  show(scene, center) {
    this.scene = scene;
    this.center = center;
    const depths = element("div", { class: "depths", attributes: { role: "group", "aria-label": translate("local") } });
    for (const depth of [1, 2, 3]) {
      const button = element("button", {
        text: String(depth),
        attributes: { type: "button", title: translate("local.depth", { n: depth }), "aria-label": translate("local.depth", { n: depth }) },
        on: {
          click: () => {
            this.depth = depth;
            this.mark(depths);
            this.later();
          },
        },
      });
      depths.append(button);
    }
    this.mark(depths);
    this.later();
    const head = element("div", { class: "row" }, element("h3", { text: translate("local") }), this.status, depths);
    return element("section", { class: "local" }, head, this.stage);
  }

  /** @param {HTMLElement} depths */
  mark(depths) {
    [...depths.children].forEach((button, i) => button.setAttribute("aria-pressed", String(i + 1 === this.depth)));
  }

  /** Draw after the panel is on the screen: its text answers the click first. */
  later() {
    const mine = ++this.turn;
    afterNextPicture(() => mine === this.turn && this.draw());
  }

  /** While a note is focused, its neighbourhood is on the whole map instead. */
  isShown() {
    return this.stage.clientWidth > 0;
  }

  close() {
    this.turn++;
    this.network?.destroy();
    this.network = null;
  }

  draw() {
    const { scene, center } = this;
    if (!scene || center === undefined || !this.isShown() || typeof vis === "undefined") return;
    this.close();
    const { nodes, all } = neighborhood(scene.graph, center, this.depth, scene.visible, MOST);
    this.status.textContent = all > nodes.size ? translate("local.more", { n: nodes.size, all }) : "";
    const data = { nodes: this.nodes(nodes), edges: this.edges([...nodes.keys()]) };
    const network = new vis.Network(this.stage, data, this.styled(nodes.size));
    this.network = network;
    network.once("stabilizationIterationsDone", () => {
      network.setOptions({ physics: false });
      this.frame(network, [...nodes.keys()]);
    });
    network.on("click", (/** @type {any} */ event) => {
      if (event.nodes.length && event.nodes[0] !== center) this.pick(event.nodes[0]);
    });
    network.on("hoverNode", () => (this.stage.style.cursor = "pointer"));
    network.on("blurNode", () => (this.stage.style.cursor = ""));
  }

  /**
   * Show all of it; then write as many names as fit, at a size that can be read.
   * @param {any} network
   * @param {number[]} nodes the nearest and most important first
   */
  frame(network, nodes) {
    if (!this.isShown()) return;
    const places = network.getPositions();
    const xs = nodes.map((node) => places[node].x);
    const ys = nodes.map((node) => places[node].y);
    const [left, right] = [Math.min(...xs), Math.max(...xs)];
    const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
    const { clientWidth, clientHeight } = this.stage;
    const scale = Math.min(LARGEST, (clientWidth - 2 * SIDES) / Math.max(1, right - left), (clientHeight - 2 * ENDS) / Math.max(1, bottom - top));
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale });
    const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
    const onStage = (/** @type {number} */ node) => [
      clientWidth / 2 + (places[node].x - middle.x) * scale,
      clientHeight / 2 + (places[node].y - middle.y) * scale,
    ];
    network.body.data.nodes.update(this.names(nodes, onStage, scale));
  }

  /**
   * @param {number[]} nodes
   * @param {(node: number) => number[]} onStage middle of a node, in pixels
   * @param {number} scale
   */
  names(nodes, onStage, scale) {
    const { scene, center } = this;
    if (!scene) return [];
    const { clientWidth, clientHeight } = this.stage;
    const { graph } = scene;
    const occupied = new BoxIndex();
    for (const node of nodes) {
      const [x, y] = onStage(node);
      const r = nodeSize(graph, node, center) * scale;
      occupied.add({ left: x - r, right: x + r, top: y - r, bottom: y + r }, node);
    }
    return nodes.map((node) => {
      const size = node === center ? NAME_SIZE + 2 : NAME_SIZE;
      const label = shortenLabel(graph.label[node], 22, scene.equalBeginnings.has(graph.label[node]));
      const half = this.sprites.measure(label, size, false) / 2 + 2;
      const [x, y] = onStage(node);
      const top = y + nodeSize(graph, node, center) * scale + 1;
      const box = { left: x - half, right: x + half, top, bottom: top + size * 1.3 };
      const fits = box.left > 2 && box.right < clientWidth - 2 && box.bottom < clientHeight - 2 && !occupied.touches(box, node);
      if (fits) occupied.add(box, node);
      return { id: node, label: fits ? label : undefined, font: { size: size / scale } };
    });
  }

  /**
   * Start close together, ring by ring around the center, so that the layout settles quickly.
   * @param {Map<number, number>} nodes
   */
  nodes(nodes) {
    const { scene, center } = this;
    if (!scene) return [];
    const { graph, palette, colorIndex, theme } = scene;
    let i = 0;
    return [...nodes].map(([node, distance]) => {
      const angle = i * 2.399963;
      const reach = distance * 70 + Math.sqrt(i) * 6;
      const color = palette[colorIndex[node]];
      const open = graph.kindName(node) === "topic";
      i++;
      return {
        id: node,
        x: Math.cos(angle) * reach,
        y: Math.sin(angle) * reach,
        size: nodeSize(graph, node, center),
        borderWidth: node === center ? 3 : open ? 2 : 0,
        color: {
          background: open ? theme.background : color,
          border: node === center ? theme.accent : color,
          highlight: { background: color, border: theme.accent },
          hover: { background: color, border: theme.accent },
        },
        font: { color: theme.text, face: FONT, strokeWidth: 3, strokeColor: theme.background },
      };
    });
  }

  /** @param {number[]} nodes */
  edges(nodes) {
    const { scene, center } = this;
    if (!scene) return [];
    const { graph, palette, colorIndex } = scene;
    const seen = new Set();
    return edgesAmong(graph, nodes).flatMap((edge) => {
      const pair = `${graph.from[edge]} ${graph.to[edge]}`;
      if (seen.has(pair)) return [];
      seen.add(pair);
      const near = graph.from[edge] === center || graph.to[edge] === center;
      const color = palette[colorIndex[graph.from[edge] === center ? graph.to[edge] : graph.from[edge]]];
      const dashes = graph.edgeKind[edge] === graph.gone;
      return [{ id: edge, dashes, from: graph.from[edge], to: graph.to[edge], color: { color, opacity: near ? 0.75 : 0.35, highlight: color, hover: color } }];
    });
  }

  /** @returns {import("../../test_hook.js").LabelReport[]} */
  labels() {
    const { network, scene } = this;
    if (!network || !scene) return [];
    const scale = network.getScale();
    const corner = this.stage.getBoundingClientRect();
    return Object.values(network.body.nodes).filter((node) => node.options.label).map((node) => {
      const { x, y } = network.canvasToDOM({ x: node.x, y: node.y });
      const size = node.options.font.size * scale;
      const name = scene.graph.label[node.id];
      return { text: node.options.label, name, node: scene.graph.details?.keyOf(node.id) ?? "", x: corner.x + x, y: corner.y + y, w: 0, h: size, size };
    });
  }

  /** @param {number} count */
  styled(count) {
    const options = structuredClone(this.options);
    options.physics.stabilization.iterations = count > 80 ? 90 : 160;
    return options;
  }
}

/**
 * @param {import("../../data/graph.js").Graph} graph
 * @param {number} node
 * @param {number | undefined} center
 * @returns {number} radius, in units of vis-network
 */
function nodeSize(graph, node, center) {
  return node === center ? 15 : 5 + Math.min(9, Math.sqrt(graph.degree[node]));
}
