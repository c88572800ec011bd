/** The page as a whole: what the reader has chosen, and what follows from it on the map and in the panel. */

import { AddressSync } from "./address_sync.js";
import { WORLD } from "./data/graph.js";
import { BY_NAME, SearchIndex } from "./data/search.js";
import { shortestPath } from "./data/traversal.js";
import { MapEvents } from "./map_events.js";
import { MapModes } from "./map_modes.js";
import { MapTexts } from "./map_texts.js";
import { linkedPairs } from "./map/edge_lines.js";
import { HitGrid } from "./map/hit_grid.js";
import { MapView } from "./map/map_view.js";
import { Navigation } from "./map/navigation.js";
import { equalBeginnings } from "./map/labels/shorten.js";
import { PastView } from "./past_view.js";
import { chosenHighlight, inShownGroups, makeScene } from "./scene_maker.js";
import { SheetActions } from "./sheet_actions.js";
import { colorBy, colorModes } from "./state/coloring.js";
import { DEFAULT_HIDDEN_TYPES, edgeTypes, hideEdges } from "./state/edge_types.js";
import { defaultFilter, visibleNodes } from "./state/filter.js";
import { translate } from "./state/strings.js";
import { currentTheme, toggleTheme } from "./state/theme.js";
import { byId, element } from "./ui/dom.js";
import { noteUrl } from "./ui/panel/external_links.js";
import { controlBoxes, freeArea, watchControls, wholeArea } from "./ui/free_area.js";
import { LocalGraph } from "./ui/panel/local_graph.js";
import { Minimap } from "./ui/minimap.js";
import { NotePanel } from "./ui/panel/note_panel.js";
import { pathSection } from "./ui/panel/path_section.js";
import { SearchBox } from "./ui/search_box.js";
import { Tip } from "./ui/tip.js";
import { Toolbar } from "./ui/toolbar.js";
import { ViewKeeper } from "./ui/view_keeper.js";

/** @import { ColorMode } from "./state/coloring.js" */
/** @import { Filter } from "./state/filter.js" */
/** @import { Scene } from "./map/painter.js" */
/** @import { Hit } from "./data/search.js" */
/** @import { SnippetStore } from "./data/snippet_store.js" */
/** @import { Graph } from "./data/graph.js" */

/** Pixels between neighbouring nodes at the greatest zoom. */
const LARGEST_GAP = 700;

export class App {
  theme = currentTheme();
  /** @type {Set<number>} indexes of the groups that the legend hides */
  hiddenGroups = new Set();
  selected = -1;
  hovered = -1;
  /** Number of visible nodes. */
  count = 0;
  /** @type {number[] | null} nodes that the search finds; null without a search */
  hits = null;
  /** @type {number[]} nodes of the path that is shown */
  path = [];
  /** @type {Set<string>} keys of the types of edges that are not on the map */
  hiddenTypes = new Set(DEFAULT_HIDDEN_TYPES);
  colorLines = false;
  /** Whether the types of edges are the headings that links stand under. */
  linesBySection = false;
  /** @type {Set<string>} labels that are cut in the middle; known once the details are */
  equalBeginnings = new Set();
  /** @type {SearchIndex | null} */
  index = null;
  /** @type {SearchBox | null} */
  searchBox = null;
  /** @type {Toolbar | null} */
  toolbar = null;

  /**
   * @param {Graph} graph
   * @param {Record<string, any>} options of vis-network
   * @param {SnippetStore} snippets
   */
  constructor(graph, options, snippets) {
    this.graph = graph;
    this.filter = defaultFilter(graph);
    /** @type {ColorMode} */
    this.defaultColorMode = graph.change ? "change" : graph.meta.groups.length && graph.group.some(Boolean) ? "group" : "community";
    /** @type {ColorMode} */
    this.colorMode = this.defaultColorMode;
    /** @type {ColorMode[]} */
    this.colorModes = [this.colorMode];
    this.coloring = colorBy(graph, this.colorMode);
    /** Types of edges, known once the details are. */
    this.edgeTypes = edgeTypes(graph);
    this.lines = linkedPairs(graph);
    this.view = new MapView(/** @type {HTMLCanvasElement} */ (byId("map")), controlBoxes);
    this.navigation = new Navigation(graph, this.view, () => this.scene, { beside: freeArea, whole: wholeArea });
    this.address = new AddressSync(this);
    this.views = new ViewKeeper(this);
    this.modes = new MapModes(this);
    this.texts = new MapTexts(this);
    this.panel = this.makePanel(snippets);
    this.localGraph = new LocalGraph(options, (node) => this.select(node));
    this.sheets = new SheetActions(this);
    this.pastView = graph.past ? new PastView(this, graph.past) : null;
    /** Nodes that pass the filter; the legend may hide some of them. */
    /** @type {Uint8Array} */
    this.passing = new Uint8Array(graph.size);
    /** @type {Scene} */
    this.scene = this.makeScene();
    this.grid = this.makeGrid();
    this.events = new MapEvents(this);
    this.minimap = new Minimap(byId("minimap"), (x, y) => this.navigation.goTo(x, y));
    this.view.onDraw = (camera) => this.minimap.follow(camera);
    this.tip = new Tip(byId("tip"));
  }

  /** @param {SnippetStore} snippets */
  makePanel(snippets) {
    return new NotePanel(byId("panel"), snippets, {
      pick: (node) => this.select(node),
      close: () => this.select(-1),
      tag: (tag) => this.changeFilter({ tagged: [tag] }),
      folder: (folder) => this.changeFilter({ folders: [folder] }),
      reveal: (node) => this.changeFilter({ revealed: [...this.filter.revealed, node] }),
      path: () => this.sheets.askPath(),
      focus: () => this.modes.setFocus(1),
    });
  }

  /** The first picture, as soon as positions and labels are known. */
  open() {
    this.view.scene = this.scene;
    this.view.resize();
    this.texts.showLegend(); // the map keeps off it
    this.navigation.fit(false, true);
    this.view.paintFirst();
    this.events.listen();
    watchControls(() => this.view.updateLabels());
  }

  /** Everything else, once folders, tags and dates are known. */
  addDetails() {
    this.searchBox = this.makeSearchBox({ input: /** @type {HTMLInputElement} */ (byId("search")), list: byId("hits") }, {
      pick: (node) => {
        this.select(node, true);
        this.panel.focus();
      },
      found: (hits) => this.setHits(hits),
      filter: (query) => {
        this.searchBox?.set("");
        this.changeFilter({ query });
      },
    });
    this.toolbar = new Toolbar(byId("toolbar"), this);
    this.colorModes = colorModes(this.graph);
    this.edgeTypes = edgeTypes(this.graph, this.linesBySection);
    this.equalBeginnings = equalBeginnings(this.graph.label);
    this.views.showButtons();
    this.pastView?.addDetails();
    this.texts.showLegend();
    if (!this.navigation.moved) this.navigation.fit(false, true);
    this.address.apply();
    addEventListener("popstate", () => this.address.apply());
    this.view.repaint();
  }

  /**
   * @param {{input: HTMLInputElement, list: HTMLElement}} parts
   * @param {{pick: (node: number) => void, found?: (hits: Hit[] | null) => void, filter?: (query: string) => void}} actions
   */
  makeSearchBox(parts, actions) {
    const color = (/** @type {number} */ node) => this.scene.palette[this.scene.colorIndex[node]];
    const hidden = (/** @type {number} */ node) => !this.scene.visible[node];
    return new SearchBox(this.graph, () => (this.index ??= new SearchIndex(this.graph)), parts, { ...actions, color, hidden });
  }

  /** A full-text search has its answer: show it in the search box and in the filter. */
  textsFound() {
    if (this.searchBox?.input.value.includes("text:")) this.searchBox.refresh();
    if (this.filter.query.includes("text:")) this.updateScene();
  }

  // The scene ---------------------------------------------------------------------------------

  /** @returns {Scene} */
  makeScene() {
    const { graph } = this;
    const { alone } = this.modes;
    if (graph.past?.setDay(this.filter.until)) this.placeEdges();
    if (graph.useTitles(this.filter.titles)) this.equalBeginnings = equalBeginnings(graph.label);
    const passing = visibleNodes(graph, this.filter);
    const shown = inShownGroups(this, passing);
    const visible = alone ? alone.apply(shown) : shown;
    this.passing = alone ? visible : passing;
    this.count = visible.reduce((sum, one) => sum + one, 0);
    return makeScene(this, visible);
  }

  /** Filter, colours or theme have changed: everything follows. */
  updateScene() {
    this.scene = this.makeScene();
    this.texts.update();
    this.updateGrid();
    this.view.camera.largest = LARGEST_GAP / this.scene.sizes.gap;
    this.minimap.show(this.scene, this.count);
    this.view.show(this.scene);
    this.updateHighlight();
  }

  makeGrid() {
    return new HitGrid(this.graph.x, this.graph.y, this.scene.visible, this.graph.rank, WORLD);
  }

  updateGrid() {
    this.grid = this.makeGrid();
  }

  /** @param {Partial<Filter>} change */
  changeFilter(change) {
    Object.assign(this.filter, change);
    this.updateScene();
    if (this.modes.topicMap) this.navigation.fitFocus();
    else this.navigation.fit(true, true);
    this.address.save();
    this.announce(this.texts.summary());
  }

  /** @param {Set<string>} hidden keys of types of edges */
  setHiddenTypes(hidden) {
    this.hiddenTypes = hidden;
    this.placeEdges();
    this.updateScene();
    if (this.selected >= 0) this.showPanel();
    this.address.save();
  }

  /** Decide again which edges are on the map. */
  placeEdges() {
    hideEdges(this.graph, this.edgeTypes, this.hiddenTypes);
    this.lines = linkedPairs(this.graph);
  }

  /** Another change of the past is shown, or none any more. */
  changeShown() {
    this.placeEdges();
    this.colorModes = colorModes(this.graph);
    if (this.graph.change) this.setColorMode("change");
    else if (this.colorMode === "change") this.setColorMode(this.defaultColorMode);
    else this.updateScene();
  }

  /** @param {boolean} sections whether lines are told apart by section, not by type */
  setLinesBy(sections) {
    if (sections === this.linesBySection) return;
    this.linesBySection = sections;
    this.edgeTypes = edgeTypes(this.graph, sections);
    this.setHiddenTypes(new Set(DEFAULT_HIDDEN_TYPES));
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
    if (this.selected >= 0) this.showPanel();
  }

  // Selection and highlight ---------------------------------------------------------------------

  updateHighlight() {
    const highlight = chosenHighlight(this);
    if (highlight || this.view.highlight) this.view.setHighlight(highlight);
  }

  /** @param {Hit[] | null} hits */
  setHits(hits) {
    // Notes that are found by name fade the rest; those in a tag or folder only if there are no others.
    const byName = hits?.filter((hit) => hit.score <= BY_NAME);
    this.hits = hits && (byName?.length ? byName : hits).map((hit) => hit.node);
    byId("search-box").classList.toggle("searching", hits !== null);
    this.updateHighlight();
    this.address.save();
  }

  /** @param {number} node -1 for none */
  hover(node) {
    if (node === this.hovered) return;
    this.hovered = node;
    this.tip.show(node, this.scene, this.view.camera);
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
    this.tip.hide();
    document.body.classList.toggle("reading", node >= 0);
    if (node < 0) {
      if (this.panel.hasFocus) this.view.screen.focus({ preventScroll: true });
      this.localGraph.close();
      this.panel.hide();
    } else {
      this.showPanel();
      this.announce(this.graph.label[node]);
    }
    if (node >= 0) this.modes.showNode(node);
    this.updateHighlight();
    if (node >= 0 && !this.modes.focus) this.navigation.lookAt(node, go);
    if (!fromAddress) this.address.save(true);
  }

  showPanel() {
    this.localGraph.close();
    const pick = (/** @type {number} */ node) => this.select(node, true);
    const path = () => (this.path.length ? pathSection(this.graph, this.path, pick, (edge) => this.panel.quotesOf(edge)) : null);
    this.panel.show(this.scene, this.selected, path, this.localGraph.show(this.scene, this.selected));
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

  /**
   * @param {number} community
   */
  frameCommunity(community) {
    const { graph, scene } = this;
    const members = [...graph.label.keys()].filter((node) => scene.visible[node] && graph.community[node] === community);
    this.navigation.frameNodes(members);
  }

  /** Escape: one step back towards the whole map. */
  back() {
    if (this.sheets.open) this.sheets.close();
    else if (this.modes.focus) this.modes.leaveFocus();
    else if (this.path.length) {
      this.path = [];
      this.showPanel();
      this.updateHighlight();
      this.address.save();
    } else if (this.selected >= 0) this.select(-1);
    else if (this.hits) this.searchBox?.set("");
    else this.modes.setTopicMap(false);
  }

  /** @param {number} node */
  openNote(node) {
    const href = noteUrl(this.graph.meta, this.graph.details?.pathOf(node) ?? "");
    if (!href) return;
    const target = this.graph.meta.openWith === "file" ? "_blank" : "_self";
    element("a", { attributes: { href, target, rel: "noopener noreferrer" } }).click();
  }

  /** @param {string} text shown for a moment, and announced */
  notify(text) {
    this.texts.notify(text);
  }

  /** @param {string} text for screen readers */
  announce(text) {
    this.texts.announce(text);
  }
}
