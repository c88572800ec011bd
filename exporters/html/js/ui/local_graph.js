/** The neighbourhood of one note, drawn by vis-network with the options from `render.py`. */

import { element } from "./dom.js";
import { edgesAmong } from "../state/highlight.js";
import { shortenLabel } from "../map/label_placement.js";
import { FONT } from "../map/text_sprites.js";
import { neighborhood } from "../data/traversal.js";
import { prefersReducedMotion } from "../state/theme.js";
import { translate } from "../state/strings.js";

/** @import { Scene } from "../map/painter.js" */

/** Nodes drawn at most: more would be unreadable. */
const MOST = 180;
/** Labels at most, the nearest and most important nodes first. */
const MOST_NAMED = 45;
/** Pixels that stay free on each side. */
const RIM = 12;
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
    this.pending = 0;
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
    clearTimeout(this.pending);
    this.pending = window.setTimeout(() => requestAnimationFrame(() => this.draw()), 30);
  }

  close() {
    clearTimeout(this.pending);
    this.network?.destroy();
    this.network = null;
  }

  draw() {
    const { scene, center } = this;
    if (!scene || center === undefined || !this.stage.isConnected || typeof vis === "undefined") return;
    this.close();
    const { nodes, all } = neighborhood(scene.graph, center, this.depth, scene.visible, MOST);
    this.status.textContent = all > nodes.size ? translate("local.more", { n: nodes.size, all }) : "";
    const data = { nodes: this.nodes(nodes), edges: this.edges([...nodes.keys()]) };
    const network = new vis.Network(this.stage, data, this.styled(nodes.size));
    this.network = network;
    const follow = () => this.frame(network, [...nodes.keys()]);
    const rest = () => network.off("afterDrawing", follow);
    network.once("stabilizationIterationsDone", () => {
      network.redraw();
      follow();
      if (prefersReducedMotion()) network.setOptions({ physics: false });
      else network.on("afterDrawing", follow); // a large one goes on moving apart
    });
    for (const event of ["stabilized", "zoom", "dragStart"]) network.once(event, rest);
    network.on("click", (/** @type {any} */ event) => {
      if (event.nodes.length && event.nodes[0] !== center) this.pick(event.nodes[0]);
    });
    network.on("hoverNode", () => (this.stage.style.cursor = "pointer"));
    network.on("blurNode", () => (this.stage.style.cursor = ""));
  }

  /**
   * Show all of it, labels included: vis-network's own `fit` ignores labels that are not drawn yet.
   * @param {any} network
   * @param {number[]} nodes
   */
  frame(network, nodes) {
    const boxes = nodes.map((node) => network.getBoundingBox(node));
    const left = Math.min(...boxes.map((box) => box.left));
    const right = Math.max(...boxes.map((box) => box.right));
    const top = Math.min(...boxes.map((box) => box.top));
    const bottom = Math.max(...boxes.map((box) => box.bottom));
    const { clientWidth, clientHeight } = this.stage;
    const scale = Math.min(LARGEST, (clientWidth - 2 * RIM) / (right - left), (clientHeight - 2 * RIM) / (bottom - top));
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale });
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
      const namedCommunities = i++ < MOST_NAMED;
      return {
        id: node,
        label: namedCommunities ? shortenLabel(graph.label[node], 22) : undefined,
        x: Math.cos(angle) * reach,
        y: Math.sin(angle) * reach,
        size: node === center ? 15 : 5 + Math.min(9, Math.sqrt(graph.degree[node])),
        borderWidth: node === center ? 3 : open ? 2 : 0,
        color: {
          background: open ? theme.background : color,
          border: node === center ? theme.accent : color,
          highlight: { background: color, border: theme.accent },
          hover: { background: color, border: theme.accent },
        },
        font: { color: theme.text, face: FONT, strokeWidth: 3, strokeColor: theme.background, size: node === center ? 15 : 12 },
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
      return [{ id: edge, from: graph.from[edge], to: graph.to[edge], color: { color, opacity: near ? 0.75 : 0.35, highlight: color, hover: color } }];
    });
  }

  /** @returns {import("../test_hook.js").LabelReport[]} */
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
