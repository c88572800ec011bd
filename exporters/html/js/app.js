/** The page as a whole: what the reader has chosen, and what follows from it on the map and in the panel. */

import { AddressSync } from "./address_sync.js";
import { communityAreas } from "./data/communities.js";
import { WORLD } from "./data/graph.js";
import { SearchIndex } from "./data/search.js";
import { shortestPath } from "./data/traversal.js";
import { MapEvents } from "./map_events.js";
import { linkedPairs } from "./map/edge_lines.js";
import { HitGrid } from "./map/hit_grid.js";
import { MapView } from "./map/map_view.js";
import { Navigation } from "./map/navigation.js";
import { NodeSizes, typicalGap } from "./map/node_sizes.js";
import { SheetActions } from "./sheet_actions.js";
import { colorBy, colorModes } from "./state/coloring.js";
import { defaultFilter, visibleNodes } from "./state/filter.js";
import { highlightNode, highlightNodes, highlightPath } from "./state/highlight.js";
import { palette } from "./state/palette.js";
import { translate } from "./state/strings.js";
import { currentTheme, toggleTheme } from "./state/theme.js";
import { byId, element } from "./ui/dom.js";
import { noteUrl } from "./ui/external_links.js";
import { filterChips } from "./ui/filter_sheet.js";
import { controlBoxes, freeArea } from "./ui/free_area.js";
import { Legend } from "./ui/legend.js";
import { LocalGraph } from "./ui/local_graph.js";
import { NotePanel } from "./ui/note_panel.js";
import { pathSection } from "./ui/path_section.js";
import { SearchBox } from "./ui/search_box.js";
import { Toolbar } from "./ui/toolbar.js";

/** @import { ColorMode } from "./state/coloring.js" */
/** @import { Filter } from "./state/filter.js" */
/** @import { Scene } from "./map/painter.js" */
/** @import { Hit } from "./data/search.js" */
/** @import { Columns } from "./data/unpack.js" */
/** @import { Graph } from "./data/graph.js" */

/** How much the rest of the map fades while a note is hovered, a note is selected, a search has hits. */
const DIMMING = { hover: 0.58, selected: 0.82, hits: 0.82 };
/** Milliseconds that a notice stays. */
const NOTICE = 2600;

export class App {
  /**
   * @param {Graph} graph
   * @param {Record<string, any>} options of vis-network
   * @param {() => Promise<Columns>} unpackSnippets
   */
  constructor(graph, options, unpackSnippets) {
    this.graph = graph;
    this.theme = currentTheme();
    this.filter = defaultFilter(graph);
    /** @type {ColorMode} */
    this.defaultColorMode = graph.meta.groups.length && graph.group.some(Boolean) ? "group" : "community";
    /** @type {ColorMode} */
    this.colorMode = this.defaultColorMode;
    /** @type {ColorMode[]} */
    this.colorModes = [this.colorMode];
    /** @type {Set<number>} indexes of the groups that the legend hides */
    this.hiddenGroups = new Set();
    this.selected = -1;
    this.hovered = -1;
    /** @type {number[] | null} nodes that the search finds; null without a search */
    this.hits = null;
    /** @type {number[]} nodes of the path that is shown */
    this.path = [];
    this.lines = linkedPairs(graph);
    this.coloring = colorBy(graph, this.colorMode);
    this.view = new MapView(/** @type {HTMLCanvasElement} */ (byId("map")), controlBoxes);
    this.navigation = new Navigation(graph, this.view, () => this.scene, freeArea);
    this.address = new AddressSync(this);
    this.panel = new NotePanel(byId("panel"), unpackSnippets, {
      pick: (node) => this.select(node),
      close: () => this.select(-1),
      tag: (tag) => this.changeFilter({ tag }),
      folder: (folder) => this.changeFilter({ folder }),
      path: () => this.sheets.askPath(),
    });
    this.localGraph = new LocalGraph(options, (node) => this.select(node));
    this.sheets = new SheetActions(this);
    this.legend = new Legend(byId("legend"), {
      colorMode: (mode) => this.setColorMode(mode),
      hidden: (hidden) => {
        this.hiddenGroups = hidden;
        this.updateScene();
        this.address.save();
      },
    });
    /** @type {SearchIndex | null} */
    this.index = null;
    /** @type {SearchBox | null} */
    this.searchBox = null;
    /** @type {Toolbar | null} */
    this.toolbar = null;
    /** @type {Scene} */
    this.scene = this.makeScene();
    this.grid = new HitGrid(graph.x, graph.y, this.scene.visible, WORLD);
    this.events = new MapEvents(this);
    this.noticeTimer = 0;
  }

  /** The first picture, as soon as positions and labels are known. */
  open() {
    this.view.scene = this.scene;
    this.view.resize();
    this.navigation.fit(false, true);
    this.view.paintFirst();
    this.events.listen();
  }

  /** Everything else, once folders, tags and dates are known. */
  addDetails() {
    this.searchBox = this.makeSearchBox({ input: /** @type {HTMLInputElement} */ (byId("search")), list: byId("hits") }, {
      pick: (node) => this.select(node, true),
      found: (hits) => this.setHits(hits),
    });
    this.toolbar = new Toolbar(byId("toolbar"), this);
    this.colorModes = colorModes(this.graph);
    this.showLegend();
    this.address.apply();
    addEventListener("popstate", () => this.address.apply());
    this.view.repaint();
  }

  /**
   * @param {{input: HTMLInputElement, list: HTMLElement}} parts
   * @param {{pick: (node: number) => void, found?: (hits: Hit[] | null) => void}} actions
   */
  makeSearchBox(parts, actions) {
    const color = (/** @type {number} */ node) => this.scene.palette[this.scene.colorIndex[node]];
    return new SearchBox(this.graph, () => (this.index ??= new SearchIndex(this.graph)), parts, { ...actions, color });
  }

  // The scene ---------------------------------------------------------------------------------

  /** @returns {Scene} */
  makeScene() {
    const { graph, coloring, hiddenGroups } = this;
    const hidden = hiddenGroups.size ? Uint8Array.from(coloring.slot, (slot) => (hiddenGroups.has(slot) ? 1 : 0)) : undefined;
    const visible = visibleNodes(graph, this.filter, hidden);
    this.count = visible.reduce((sum, one) => sum + one, 0);
    return {
      graph,
      visible,
      colorIndex: coloring.colorIndex,
      byCommunity: this.colorMode === "community",
      palette: palette(this.theme.dark, graph),
      theme: this.theme,
      lines: this.lines,
      communities: communityAreas(graph, visible),
      sizes: new NodeSizes(graph, this.count, typicalGap(graph, visible)),
    };
  }

  /** Filter, colours or theme have changed. */
  updateScene() {
    this.scene = this.makeScene();
    this.grid = new HitGrid(this.graph.x, this.graph.y, this.scene.visible, WORLD);
    byId("notice").textContent = this.count ? "" : translate(this.graph.size ? "empty.filter" : "empty");
    byId("active").replaceChildren(...filterChips(this.graph, this.filter, () => this.changeFilter({})));
    this.view.show(this.scene);
    this.updateHighlight();
  }

  /** @param {Partial<Filter>} change */
  changeFilter(change) {
    Object.assign(this.filter, change);
    this.updateScene();
    this.navigation.fit(true, true);
    this.address.save();
    this.announce(this.summary());
  }

  summary() {
    return translate("shown", { n: this.count ?? 0, all: this.graph.size });
  }

  /** @param {ColorMode} mode */
  setColorMode(mode) {
    this.colorMode = mode;
    this.hiddenGroups = new Set();
    this.coloring = colorBy(this.graph, mode);
    this.updateColors();
    this.address.save();
  }

  /** @param {import("./state/theme.js").Theme} theme */
  setTheme(theme) {
    this.theme = theme;
    this.updateColors();
  }

  toggleTheme() {
    this.setTheme(toggleTheme());
  }

  updateColors() {
    this.updateScene();
    this.showLegend();
    if (this.selected >= 0) this.showPanel();
  }

  showLegend() {
    this.legend.show(this.coloring, this.scene.palette, this.colorModes, this.hiddenGroups);
  }

  // Selection and highlight ---------------------------------------------------------------------

  updateHighlight() {
    const { graph, view } = this;
    const { visible } = this.scene;
    if (this.path.length > 1) view.setHighlight(highlightPath(graph, this.path, DIMMING.selected));
    else if (this.selected >= 0) view.setHighlight(highlightNode(graph, this.selected, visible, DIMMING.selected));
    else if (this.hits) view.setHighlight(highlightNodes(graph, this.hits.filter((node) => visible[node]), DIMMING.hits));
    else if (this.hovered >= 0) view.setHighlight(highlightNode(graph, this.hovered, visible, DIMMING.hover));
    else if (view.highlight) view.setHighlight(null);
  }

  /** @param {Hit[] | null} hits */
  setHits(hits) {
    this.hits = hits && hits.map((hit) => hit.node);
    byId("search-box").classList.toggle("searching", hits !== null);
    this.updateHighlight();
    this.address.save();
  }

  /** @param {number} node -1 for none */
  hover(node) {
    if (node === this.hovered) return;
    this.hovered = node;
    this.view.screen.title = node >= 0 ? this.graph.label[node] : "";
    if (this.selected < 0 && !this.hits) this.updateHighlight();
  }

  /**
   * @param {number} node -1 for none
   * @param {boolean} [go] move the map to it, even if it is in the window
   * @param {boolean} [fromAddress] the address has just been applied: do not write it
   */
  select(node, go = false, fromAddress = false) {
    if (node === this.selected && node >= 0 && !go) return;
    this.selected = node;
    this.path = [];
    this.hovered = -1;
    document.body.classList.toggle("reading", node >= 0);
    if (node < 0) {
      this.localGraph.close();
      this.panel.hide();
    } else {
      this.showPanel();
      this.announce(this.graph.label[node]);
    }
    this.updateHighlight();
    if (node >= 0) this.navigation.lookAt(node, go);
    if (!fromAddress) this.address.save(true);
  }

  showPanel() {
    this.localGraph.close();
    const path = this.path.length ? pathSection(this.graph, this.path, (node) => this.select(node, true)) : null;
    this.panel.show(this.scene, this.selected, [path, this.localGraph.show(this.scene, this.selected)]);
  }

  /**
   * Show the shortest path between two nodes.
   * @param {number} from
   * @param {number} to
   */
  showPath(from, to) {
    this.path = shortestPath(this.graph, from, to, this.scene.visible);
    if (!this.path.length) this.notify(translate("path.none"));
    this.showPanel();
    this.updateHighlight();
    if (this.path.length > 1) this.navigation.frameNodes(this.path);
    this.address.save(true);
  }

  /** Escape: one step back towards the whole map. */
  back() {
    if (this.sheets.open) this.sheets.close();
    else if (this.path.length) {
      this.path = [];
      this.showPanel();
      this.updateHighlight();
      this.address.save();
    } else if (this.selected >= 0) this.select(-1);
    else if (this.hits) this.searchBox?.set("");
  }

  /** @param {number} node */
  openNote(node) {
    const href = noteUrl(this.graph.meta, this.graph.details?.pathOf(node) ?? "");
    if (!href) return;
    const target = this.graph.meta.openWith === "file" ? "_blank" : "_self";
    element("a", { attributes: { href, target, rel: "noopener noreferrer" } }).click();
  }

  // Messages ------------------------------------------------------------------------------------

  /** @param {string} text shown for a moment, and announced */
  notify(text) {
    byId("notice").textContent = text;
    this.announce(text);
    clearTimeout(this.noticeTimer);
    this.noticeTimer = window.setTimeout(() => (byId("notice").textContent = ""), NOTICE);
  }

  /** @param {string} text for screen readers */
  announce(text) {
    byId("announcer").textContent = text;
  }
}
