/** The page as a whole: what the reader has chosen, and what follows from it on the map. */

import { colored, palette, ways } from "./map/colors.js";
import { byId, make, name } from "./ui/dom.js";
import { shown, usual } from "./state/filter.js";
import { chips, filterSheet } from "./ui/filter_sheet.js";
import { Finder } from "./ui/search_box.js";
import { onNode, onNodes, onPath } from "./state/highlight.js";
import { listen, steer } from "./map/input.js";
import { Grid } from "./map/hit_grid.js";
import { islands } from "./data/communities.js";
import { Legend } from "./ui/legend.js";
import { pairs } from "./map/edge_lines.js";
import { LocalGraph } from "./ui/local_graph.js";
import { Looking, PHONE } from "./map/navigation.js";
import { Memory } from "./state/url_state.js";
import { opener } from "./ui/external_links.js";
import { Panel } from "./ui/note_panel.js";
import { shortest } from "./data/shortest_path.js";
import { listSheet } from "./ui/note_list.js";
import { savePng, saveSvg } from "./map/save_image.js";
import { Index } from "./data/search.js";
import { Sheets } from "./ui/sheets.js";
import { Sizes, typicalGap } from "./map/node_sizes.js";
import { switched, theme } from "./state/theme.js";
import { Timeline } from "./ui/timeline.js";
import { Toolbar } from "./ui/toolbar.js";
import { WORLD } from "./data/graph.js";
import { View } from "./map/map_view.js";
import { say } from "./ui/strings.js";

/** @import { By } from "./map/colors.js" */
/** @import { Scene } from "./map/painter.js" */
/** @import { Hit } from "./data/search.js" */
/** @import { Columns } from "./data/unpack.js" */
/** @import { Vault } from "./data/graph.js" */

/** How much the rest fades when the pointer rests on a note, when one is chosen, when searching. */
const VEIL = { hover: 0.58, chosen: 0.82, hits: 0.82 };

export class App {
  /**
   * @param {Vault} vault
   * @param {Record<string, any>} options vis-network's
   * @param {() => Promise<Columns>} said
   */
  constructor(vault, options, said) {
    this.vault = vault;
    this.theme = theme();
    this.choices = usual(vault);
    /** @type {By} */
    this.usualBy = vault.meta.groups.length && vault.group.some(Boolean) ? "group" : "community";
    /** @type {By} */
    this.by = this.usualBy;
    /** @type {Set<number>} */
    this.off = new Set();
    this.chosen = -1;
    this.hovered = -1;
    /** @type {number[] | null} */
    this.hits = null;
    /** @type {number[]} */
    this.way = [];
    this.lines = pairs(vault);
    this.coloring = colored(vault, this.by);
    const screen = /** @type {HTMLCanvasElement} */ (byId("map"));
    this.view = new View(screen, () => this.looking.controls());
    this.looking = new Looking(vault, this.view, () => this.scene);
    this.memory = new Memory(this);
    this.panel = new Panel(byId("panel"), said, {
      pick: (node) => this.choose(node),
      close: () => this.choose(-1),
      tag: (tag) => this.narrow({ tag }),
      folder: (folder) => this.narrow({ folder }),
      path: () => this.askPath(),
    });
    this.local = new LocalGraph(options, (node) => this.choose(node));
    this.sheets = new Sheets(byId("sheet"));
    this.legend = new Legend(byId("legend"), {
      by: (by) => this.color(by),
      off: (off) => {
        this.off = off;
        this.refilter();
        this.memory.keep();
      },
    });
    /** @type {Timeline | null} */
    this.timeline = null;
    /** @type {Index | null} */
    this.index = null;
    /** @type {Scene} */
    this.scene = this.makeScene();
    this.grid = new Grid(vault.x, vault.y, this.scene.shown, WORLD);
  }

  /** The first picture: as soon as places and names are known. */
  open() {
    this.view.scene = this.scene;
    this.view.resize();
    this.looking.fit(false, true);
    this.view.first();
    this.hands();
  }

  /** The rest, once folders, tags and dates are known too. */
  ready() {
    const finder = { input: /** @type {HTMLInputElement} */ (byId("search")), list: byId("hits") };
    this.finder = new Finder(this.vault, () => (this.index ??= new Index(this.vault)), finder, {
      pick: (node) => this.choose(node, true),
      found: (hits) => this.found(hits),
      color: (node) => this.scene.palette[this.scene.ink[node]],
    });
    this.toolbar = new Toolbar(byId("toolbar"), this);
    this.ways = ways(this.vault);
    this.legend.show(this.coloring, this.scene.palette, this.ways);
    this.memory.follow();
    addEventListener("popstate", () => this.memory.follow());
    this.view.repaint();
  }

  // The scene ---------------------------------------------------------------------------------

  /** @returns {Scene} */
  makeScene() {
    const { vault } = this;
    const off = this.off.size ? Uint8Array.from(this.coloring.slot, (slot) => (this.off.has(slot) ? 1 : 0)) : undefined;
    const visible = shown(vault, this.choices, off);
    const count = visible.reduce((sum, one) => sum + one, 0);
    this.count = count;
    return {
      vault,
      shown: visible,
      ink: this.coloring.ink,
      byIsland: this.by === "community",
      palette: palette(this.theme.dark, vault),
      theme: this.theme,
      lines: this.lines,
      islands: islands(vault, visible),
      sizes: new Sizes(vault, count, typicalGap(vault, visible)),
    };
  }

  refilter() {
    this.scene = this.makeScene();
    this.grid = new Grid(this.vault.x, this.vault.y, this.scene.shown, WORLD);
    byId("notice").textContent = this.count ? "" : say(this.vault.size ? "empty.filter" : "empty");
    this.showChips();
    this.view.show(this.scene);
    this.refocus();
  }

  showChips() {
    const changed = () => {
      this.refilter();
      this.looking.fit(true, true);
      this.memory.keep();
    };
    byId("active").replaceChildren(...chips(this.vault, this.choices, changed));
  }

  /** @param {By} by */
  color(by) {
    this.by = by;
    this.off = new Set();
    this.coloring = colored(this.vault, by);
    this.refilter();
    this.legend.off = new Set();
    this.legend.show(this.coloring, this.scene.palette, this.ways ?? [by]);
    this.memory.keep();
    if (this.chosen >= 0) this.read();
  }

  light() {
    this.theme = switched();
    this.refilter();
    this.legend.show(this.coloring, this.scene.palette, this.ways ?? [this.by]);
    if (this.chosen >= 0) this.read();
  }

  /** @param {Partial<{tag: string, folder: string}>} change */
  narrow(change) {
    Object.assign(this.choices, change);
    this.refilter();
    this.looking.fit(true, true);
    this.memory.keep();
    this.announce(this.summary());
  }

  summary() {
    return say("shown", { n: this.count ?? 0, all: this.vault.size });
  }

  // What stands out ---------------------------------------------------------------------------

  refocus() {
    const { vault, view } = this;
    const { shown: visible } = this.scene;
    if (this.way.length > 1) view.stress(onPath(vault, this.way, VEIL.chosen));
    else if (this.chosen >= 0) view.stress(onNode(vault, this.chosen, visible, VEIL.chosen));
    else if (this.hits) view.stress(onNodes(vault, this.hits.filter((node) => visible[node]), VEIL.hits));
    else if (this.hovered >= 0) view.stress(onNode(vault, this.hovered, visible, VEIL.hover));
    else if (view.focus) view.stress(null);
  }

  /** @param {Hit[] | null} hits */
  found(hits) {
    this.hits = hits && hits.map((hit) => hit.node);
    byId("search-box").classList.toggle("searching", hits !== null);
    this.refocus();
    this.memory.keep();
  }

  /**
   * @param {number} node -1 for none
   * @param {boolean} [go] look at it, wherever it is
   * @param {boolean} [quiet] the address already says so
   */
  choose(node, go = false, quiet = false) {
    if (node === this.chosen && node >= 0 && !go) return;
    this.chosen = node;
    this.way = [];
    this.hovered = -1;
    document.body.classList.toggle("reading", node >= 0);
    if (node < 0) {
      this.local.close();
      this.panel.hide();
    } else {
      this.read();
      this.announce(this.vault.label[node]);
    }
    this.refocus();
    if (node >= 0) this.looking.lookAt(node, go);
    if (!quiet) this.memory.keep(true);
  }

  /** Fill the panel. */
  read() {
    this.local.close();
    const way = this.way.length ? this.wayList() : null;
    this.panel.show(this.scene, this.chosen, [way, this.local.show(this.scene, this.chosen)]);
  }

  /** @param {number} node */
  openNote(node) {
    const target = opener(this.vault.meta, this.vault.words?.pathOf(node) ?? "");
    if (!target) return;
    const window = this.vault.meta.openWith === "file" ? "_blank" : "_self";
    make("a", { attributes: { href: target, target: window, rel: "noopener noreferrer" } }).click();
  }

  // Paths -------------------------------------------------------------------------------------

  askPath() {
    const from = this.chosen;
    this.sheets.toggle("path", say("path.with"), () => {
      const input = make("input", { attributes: { type: "search", "aria-label": say("path.with") } });
      const list = make("div", { class: "hits" });
      new Finder(this.vault, () => (this.index ??= new Index(this.vault)), { input, list }, {
        pick: (node) => {
          this.sheets.close();
          this.findWay(from, node);
        },
        color: (node) => this.scene.palette[this.scene.ink[node]],
      });
      return [input, list];
    });
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  findWay(from, to) {
    this.way = shortest(this.vault, from, to, this.scene.shown);
    if (!this.way.length) {
      this.announce(say("path.none"));
      byId("notice").textContent = say("path.none");
      setTimeout(() => (byId("notice").textContent = ""), 3000);
    }
    this.read();
    this.refocus();
    if (this.way.length > 1) this.looking.frameNodes(this.way);
    this.memory.keep(true);
  }

  wayList() {
    const steps = this.way.length - 1;
    const rows = this.way.map((node) =>
      make("li", {}, make("button", { class: "note", attributes: { type: "button" }, on: { click: () => this.choose(node, true) } },
        name("span", this.vault.label[node], "name"))),
    );
    const heading = make("h3", {}, make("span", { text: say("path") }), make("span", { class: "count", text: steps === 1 ? say("path.step") : say("path.steps", { n: steps }) }));
    return make("section", { class: "way" }, heading, make("ol", { class: "rows" }, ...rows));
  }

  // Hands -------------------------------------------------------------------------------------

  hands() {
    const { view } = this;
    listen(view.screen, view.camera, {
      moved: () => {
        this.looking.stop();
        this.memory.placed = false;
        view.moved();
      },
      hover: (x, y) => this.hover(this.under(x, y, 9)),
      leave: () => this.hover(-1),
      click: (x, y) => {
        const node = this.under(x, y, 13);
        if (node >= 0 || this.chosen >= 0) this.choose(node);
        else if (this.hits) this.finder?.set("");
      },
      doubleClick: (x, y) => {
        const node = this.under(x, y, 13);
        if (node >= 0) this.openNote(node);
        else {
          view.camera.zoom(2, x, y);
          view.moved();
        }
      },
    });
    addEventListener("keydown", (event) => this.key(event));
    addEventListener("resize", () => {
      view.resize();
      this.memory.later();
    });
    matchMedia("(prefers-color-scheme: light)").addEventListener("change", () => {
      this.theme = theme();
      this.refilter();
    });
    view.onRest = () => this.memory.later();
  }

  /**
   * @param {number} x pixels
   * @param {number} y
   * @param {number} reach pixels
   */
  under(x, y, reach) {
    const { camera } = this.view;
    const leaf = this.scene.sizes.leaf(camera);
    const radius = (/** @type {number} */ node) => this.scene.sizes.radius(node, leaf) / camera.scale;
    return this.grid.nearest(camera.toWorldX(x), camera.toWorldY(y), reach / camera.scale, radius);
  }

  /** @param {number} node */
  hover(node) {
    this.view.screen.style.cursor = node >= 0 ? "pointer" : "";
    if (node === this.hovered) return;
    this.hovered = node;
    this.view.screen.title = node >= 0 ? this.vault.label[node] : "";
    if (this.chosen < 0 && !this.hits) this.refocus();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Element)) return;
    if (target.closest("input, select, textarea")) return;
    if (event.key === "Escape") this.back();
    else if (event.key === "/") byId("search").focus();
    else if (event.key === "0") this.looking.fit(true);
    else if (target.closest("#panel, #sheet") && event.key.startsWith("Arrow")) return;
    else if (steer(event.key, this.view.camera)) this.view.moved();
    else if (!this.toolbar?.key(event.key)) return;
    event.preventDefault();
  }

  /** Escape: one step back towards the whole map. */
  back() {
    if (this.sheets.open) this.sheets.close();
    else if (this.way.length) {
      this.way = [];
      this.read();
      this.refocus();
    } else if (this.chosen >= 0) this.choose(-1);
    else if (this.hits) this.finder?.set("");
  }

  // Sheets ------------------------------------------------------------------------------------

  filters() {
    this.sheets.toggle("filters", say("filters"), () =>
      filterSheet(this.vault, this.choices, () => this.summary(), () => {
        this.refilter();
        this.memory.keep();
      }),
    );
  }

  list() {
    this.sheets.toggle("list", say("list.title"), () =>
      listSheet(this.scene, (node) => {
        if (this.view.camera.width < PHONE) this.sheets.close();
        this.choose(node, true);
      }),
    );
  }

  pictures() {
    const title = this.vault.meta.title;
    const button = (/** @type {string} */ text, /** @type {() => void} */ press) =>
      make("button", { class: "plain", text, attributes: { type: "button" }, on: { click: press } });
    this.sheets.toggle("save", say("save"), () => [
      button(say("save.png"), () => savePng(this.view, title)),
      button(say("save.svg"), () => saveSvg(this.view, title)),
    ]);
  }

  growth() {
    this.timeline ??= new Timeline(byId("timeline"), this.vault, {
      until: (day) => {
        this.choices.until = day;
        this.refilter();
      },
      close: () => this.memory.keep(),
    });
    if (byId("timeline").hidden) this.timeline.show();
    else this.timeline.hide();
  }

  async share() {
    this.memory.placed = true;
    this.memory.keep();
    try {
      await navigator.clipboard.writeText(location.href);
      this.notice(say("shared"));
    } catch {
      this.notice(say("shareFailed"));
    }
  }

  /** @param {string} text */
  notice(text) {
    byId("notice").textContent = text;
    clearTimeout(this.noticed);
    this.noticed = setTimeout(() => (byId("notice").textContent = ""), 2600);
  }

  /** @param {string} text for screen readers */
  announce(text) {
    byId("said").textContent = text;
  }
}
