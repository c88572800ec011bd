/** The page as a whole: what the reader has chosen, and what follows from it on the map and in the panel. */

import { AddressSync } from "./address_sync.js";
import { communityAreas } from "./data/communities.js";
import { WORLD } from "./data/graph.js";
import { GONE } from "./data/past.js";
import { BY_NAME, SearchIndex } from "./data/search.js";
import { shortestPath } from "./data/traversal.js";
import { MapEvents } from "./map_events.js";
import { linkedPairs } from "./map/edge_lines.js";
import { Focus } from "./map/focus.js";
import { HitGrid } from "./map/hit_grid.js";
import { MapView } from "./map/map_view.js";
import { Navigation } from "./map/navigation.js";
import { TopicMap } from "./map/topic_map.js";
import { NodeSizes, typicalGap } from "./map/node_sizes.js";
import { equalBeginnings } from "./map/shorten.js";
import { PastView } from "./past_view.js";
import { SheetActions } from "./sheet_actions.js";
import { colorBy, colorModes } from "./state/coloring.js";
import { defaultFilter, visibleNodes } from "./state/filter.js";
import { highlightChange } from "./state/change_highlight.js";
import { highlightNode, highlightNodes, highlightPath } from "./state/highlight.js";
import { DEFAULT_HIDDEN_TYPES, edgeTypes, hideEdges } from "./state/edge_types.js";
import { palette } from "./state/palette.js";
import { formatNumber, translate } from "./state/strings.js";
import { currentTheme, toggleTheme } from "./state/theme.js";
import { byId, element } from "./ui/dom.js";
import { noteUrl } from "./ui/external_links.js";
import { filterChips } from "./ui/filter_sheet.js";
import { FocusBar } from "./ui/focus_bar.js";
import { controlBoxes, freeArea, watchControls, wholeArea } from "./ui/free_area.js";
import { Legend } from "./ui/legend.js";
import { LocalGraph } from "./ui/local_graph.js";
import { Minimap } from "./ui/minimap.js";
import { NotePanel } from "./ui/note_panel.js";
import { pathSection } from "./ui/path_section.js";
import { shapeKey } from "./ui/shape_key.js";
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

/** How much the rest of the map fades while a note is hovered, a note is selected, a search has hits. */
const DIMMING = { hover: 0.45, selected: 0.82, hits: 0.82 };
/** Pixels between neighbouring nodes at the greatest zoom. */
const LARGEST_GAP = 700;
/** With more visible nodes than this, hovering dims nothing. */
const CROWD = 110;
/** Radius of a leaf in a focused neighbourhood, as a share of the distance between neighbours. */
const FOCUS_SHARE = 0.09;
const NO_LINES = new Uint32Array(0);
/** Milliseconds that a notice stays. */
const NOTICE = 2600;

export class App {
  /**
   * @param {Graph} graph
   * @param {Record<string, any>} options of vis-network
   * @param {SnippetStore} snippets
   */
  constructor(graph, options, snippets) {
    this.graph = graph;
    this.theme = currentTheme();
    this.filter = defaultFilter(graph);
    /** @type {ColorMode} */
    this.defaultColorMode = graph.change ? "change" : graph.meta.groups.length && graph.group.some(Boolean) ? "group" : "community";
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
    /** Number of visible nodes. */
    this.count = 0;
    /** Nodes that pass the filter; the legend may hide some of them. */
    /** @type {Uint8Array} */
    this.passing = new Uint8Array(graph.size);
    /** Number of visible nodes without any choice of the reader's; -1 until it is needed. */
    this.usualCount = -1;
    /** @type {Focus | null} */
    this.focus = null;
    /** @type {TopicMap | null} the map of topics, while it is shown */
    this.topicMap = null;
    /** @type {{x: number, y: number, scale: number, fitScale: number} | null} the camera before the focus */
    this.cameraBefore = null;
    /** Types of edges, known once the details are. */
    this.edgeTypes = edgeTypes(graph);
    /** @type {Set<string>} keys of the types of edges that are not on the map */
    this.hiddenTypes = new Set(DEFAULT_HIDDEN_TYPES);
    this.colorLines = false;
    /** Whether the types of edges are the headings that links stand under. */
    this.linesBySection = false;
    this.lines = linkedPairs(graph);
    /** @type {Set<string>} labels that are cut in the middle; known once the details are */
    this.equalBeginnings = new Set();
    this.coloring = colorBy(graph, this.colorMode);
    this.view = new MapView(/** @type {HTMLCanvasElement} */ (byId("map")), controlBoxes);
    this.navigation = new Navigation(graph, this.view, () => this.scene, { beside: freeArea, whole: wholeArea });
    this.address = new AddressSync(this);
    this.views = new ViewKeeper(this);
    this.panel = new NotePanel(byId("panel"), snippets, {
      pick: (node) => this.select(node),
      close: () => this.select(-1),
      tag: (tag) => this.changeFilter({ tagged: [tag] }),
      folder: (folder) => this.changeFilter({ folders: [folder] }),
      reveal: (node) => this.changeFilter({ revealed: [...this.filter.revealed, node] }),
      path: () => this.sheets.askPath(),
      focus: () => this.setFocus(1),
    });
    this.localGraph = new LocalGraph(options, (node) => this.select(node));
    this.sheets = new SheetActions(this);
    this.focusBar = new FocusBar(byId("focus-bar"), {
      depth: (depth) => this.setFocus(depth),
      leave: () => this.leaveFocus(),
    });
    this.legend = new Legend(byId("legend"), {
      colorMode: (mode) => this.setColorMode(mode),
      hiddenTypes: (hidden) => this.setHiddenTypes(hidden),
      colorLines: (on) => {
        this.colorLines = on;
        this.updateScene();
        this.address.save();
      },
      linesBy: (sections) => {
        this.setLinesBy(sections);
        this.address.save();
      },
      hidden: (hidden) => {
        this.hiddenGroups = hidden;
        this.updateScene();
        this.address.save();
      },
    });
    this.pastView = graph.past ? new PastView(this, graph.past) : null;
    /** @type {SearchIndex | null} */
    this.index = null;
    /** @type {SearchBox | null} */
    this.searchBox = null;
    /** @type {Toolbar | null} */
    this.toolbar = null;
    /** @type {Scene} */
    this.scene = this.makeScene();
    this.grid = new HitGrid(graph.x, graph.y, this.scene.visible, graph.rank, WORLD);
    this.events = new MapEvents(this);
    this.minimap = new Minimap(byId("minimap"), (x, y) => this.navigation.goTo(x, y));
    this.view.onDraw = (camera) => this.minimap.follow(camera);
    this.tip = new Tip(byId("tip"));
    this.noticeTimer = 0;
  }

  /** The first picture, as soon as positions and labels are known. */
  open() {
    this.view.scene = this.scene;
    this.view.resize();
    this.showLegend(); // the map keeps off it
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
    this.showLegend();
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
    if (graph.past?.setDay(this.filter.until)) this.placeEdges();
    if (graph.useTitles(this.filter.titles)) this.equalBeginnings = equalBeginnings(graph.label);
    this.passing = visibleNodes(graph, this.filter);
    const shown = this.withoutHiddenGroups(this.passing);
    const alone = this.focus ?? this.topicMap;
    const visible = alone ? alone.apply(shown) : shown;
    if (alone) this.passing = visible;
    this.count = visible.reduce((sum, one) => sum + one, 0);
    return {
      graph,
      visible,
      colorIndex: this.coloring.colorIndex,
      edgeColor: this.colorLines ? Uint8Array.from(this.edgeTypes.typeOf, (type) => this.edgeTypes.types[type].color) : null,
      byCommunity: this.colorMode === "community",
      palette: palette(this.theme.dark, graph),
      theme: this.theme,
      lines: this.topicMap ? NO_LINES : this.lines,
      pairs: this.topicMap?.pairs ?? [],
      communities: alone ? [] : communityAreas(graph, visible),
      focused: this.focus !== null,
      change: graph.change,
      sizes: new NodeSizes(this.topicMap?.weights ?? graph.visibleDegrees(visible), this.count, typicalGap(graph, visible), alone ? FOCUS_SHARE : undefined),
      equalBeginnings: this.equalBeginnings,
    };
  }

  /**
   * @param {Uint8Array} passing
   * @returns {Uint8Array}
   */
  withoutHiddenGroups(passing) {
    const { slot } = this.coloring;
    /** @type {Uint8Array} */
    const visible = this.hiddenGroups.size ? passing.map((one, node) => (this.hiddenGroups.has(slot[node]) ? 0 : one)) : passing.slice();
    for (const node of this.filter.revealed) visible[node] = 1;
    return visible;
  }

  /** Filter, colours or theme have changed: everything follows. */
  updateScene() {
    this.scene = this.makeScene();
    this.showLegend();
    this.showSummary();
    this.updateGrid();
    byId("notice").textContent = this.count ? "" : translate(this.graph.size ? "empty.filter" : "empty");
    byId("active").replaceChildren(...filterChips(this.graph, this.filter, () => this.changeFilter({})));
    this.view.camera.largest = LARGEST_GAP / this.scene.sizes.gap;
    this.minimap.show(this.scene, this.count);
    this.view.show(this.scene);
    this.updateHighlight();
  }

  updateGrid() {
    this.grid = new HitGrid(this.graph.x, this.graph.y, this.scene.visible, this.graph.rank, WORLD);
  }

  /** @param {Partial<Filter>} change */
  changeFilter(change) {
    Object.assign(this.filter, change);
    this.updateScene();
    if (this.topicMap) this.navigation.fitFocus();
    else this.navigation.fit(true, true);
    this.address.save();
    this.announce(this.summary());
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

  summary() {
    if (this.topicMap) return translate("topicMap.shown", { n: this.count, lines: this.scene.pairs.length });
    return translate("shown", { n: this.count, all: this.graph.size });
  }

  /** Notes and links of the vault; and how many are on the map, if that is not the usual number. */
  showSummary() {
    const { graph } = this;
    if (this.usualCount < 0) this.usualCount = visibleNodes(graph, defaultFilter(graph)).reduce((sum, one) => sum + one, 0);
    const notes = graph.kind.reduce((sum, kind, node) => sum + (graph.meta.kinds[kind] === "note" && graph.change?.node[node] !== GONE ? 1 : 0), 0);
    const { links } = graph.meta;
    byId("summary").textContent = this.topicMap ? this.summary() : [
      this.count === this.usualCount ? (notes === 1 ? translate("note") : translate("notes", { n: notes })) : this.summary(),
      links === 1 ? translate("link") : translate("links", { n: links }),
    ].join(" · ");
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

  showLegend() {
    const { coloring, passing, scene, graph } = this;
    const counts = new Uint32Array(coloring.groups.length);
    for (let node = 0; node < graph.size; node++) if (passing[node]) counts[coloring.slot[node]]++;
    const groups = coloring.groups
      .map((group, i) => ({ ...group, i, count: counts[i], name: scene.communities[group.community ?? -1]?.name ?? group.name }))
      .filter(({ count, i }) => count > 0 || this.hiddenGroups.has(i));
    this.legend.shapes = shapeKey(graph, scene.visible);
    const bySection = graph.meta.sections.length > 1 ? this.linesBySection : null;
    const lines = { types: this.edgeTypes.types, hidden: this.hiddenTypes, colored: this.colorLines, bySection };
    this.legend.show(groups, this.colorMode, scene.palette, this.colorModes, this.hiddenGroups, lines);
  }

  // Selection and highlight ---------------------------------------------------------------------

  updateHighlight() {
    const { graph, view } = this;
    const { visible } = this.scene;
    if (this.focus) view.setHighlight(this.focus.highlight());
    else if (this.path.length > 1) view.setHighlight(highlightPath(graph, this.path, DIMMING.selected));
    else if (this.topicMap && this.selected >= 0) view.setHighlight(this.topicMap.highlight(this.selected, DIMMING.selected));
    else if (this.selected >= 0) view.setHighlight(highlightNode(graph, this.selected, visible, DIMMING.selected));
    else if (this.hits) view.setHighlight(highlightNodes(graph, this.hits.filter((node) => visible[node]), DIMMING.hits));
    else if (this.topicMap && this.hovered >= 0) view.setHighlight(this.topicMap.highlight(this.hovered, DIMMING.hover));
    else if (this.hovered >= 0) view.setHighlight(highlightNode(graph, this.hovered, visible, this.count > CROWD ? 0 : DIMMING.hover));
    else if (graph.change) view.setHighlight(highlightChange(graph, graph.change, visible));
    else if (view.highlight) view.setHighlight(null);
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
    if (node >= 0 && this.focus && !this.scene.visible[node]) this.leaveFocus(true);
    if (node >= 0 && this.topicMap && !this.scene.visible[node]) this.setTopicMap(false);
    this.updateHighlight();
    if (node >= 0 && !this.focus) this.navigation.lookAt(node, go);
    if (!fromAddress) this.address.save(true);
  }

  /**
   * Show only the neighbourhood of the selected note, on the whole map.
   * @param {number} depth 1 to 3
   * @param {number} [center]
   */
  setFocus(depth, center = this.selected) {
    if (this.selected < 0) return;
    this.setTopicMap(false);
    if (!this.focus) this.keepCamera();
    if (this.focus) this.focus.depth = depth;
    else this.focus = new Focus(this.graph, center, depth);
    this.path = [];
    this.showFocus();
    this.address.save(true);
  }

  keepCamera() {
    const { x, y, scale, fitScale } = this.view.camera;
    this.cameraBefore = { x, y, scale, fitScale };
  }

  /** @param {boolean} on whether topics alone are on the map */
  setTopicMap(on) {
    if (on === (this.topicMap !== null)) return;
    if (on) {
      this.leaveFocus(true);
      this.keepCamera();
    }
    this.topicMap?.leave();
    this.topicMap = on ? new TopicMap(this.graph) : null;
    this.path = [];
    this.updateScene();
    this.toolbar?.showTopicMap(on);
    if (on) this.navigation.fitFocus();
    else if (this.cameraBefore) this.navigation.restore(this.cameraBefore);
    this.announce(this.summary());
    this.address.save();
  }

  /** The neighbourhood has changed: lay it out and frame it. */
  showFocus() {
    document.body.classList.toggle("focused", this.focus !== null);
    this.updateScene();
    if (!this.focus) return;
    this.focusBar.show(this.graph.label[this.focus.center], this.focus.depth, this.focus.nodes.length, this.focus.all);
    this.navigation.fitFocus();
  }

  /** @param {boolean} [fromAddress] */
  leaveFocus(fromAddress = false) {
    if (!this.focus) return;
    this.focus.leave();
    this.focus = null;
    this.focusBar.hide();
    this.showFocus();
    if (this.cameraBefore) this.navigation.restore(this.cameraBefore);
    if (!fromAddress) this.address.save(true);
  }

  /**
   * In a focused neighbourhood a click reads a note and adds its neighbours.
   * @param {number} node
   */
  expand(node) {
    if (!this.focus) return;
    if (node !== this.focus.center && !this.focus.expanded.includes(node)) this.focus.expanded.push(node);
    this.select(node);
    this.showFocus();
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
    else if (this.focus) this.leaveFocus();
    else if (this.path.length) {
      this.path = [];
      this.showPanel();
      this.updateHighlight();
      this.address.save();
    } else if (this.selected >= 0) this.select(-1);
    else if (this.hits) this.searchBox?.set("");
    else this.setTopicMap(false);
  }

  /** @param {number} node */
  openNote(node) {
    const href = noteUrl(this.graph.meta, this.graph.details?.pathOf(node) ?? "");
    if (!href) return;
    const target = this.graph.meta.openWith === "file" ? "_blank" : "_self";
    element("a", { attributes: { href, target, rel: "noopener noreferrer" } }).click();
  }

  /** @returns {import("./map/caption.js").Caption} title and legend for a saved picture */
  caption() {
    const { palette } = this.scene;
    const groups = this.legend.groups.filter(({ i }) => !this.hiddenGroups.has(i));
    return {
      title: this.graph.meta.title,
      subtitle: byId("summary").textContent ?? "",
      groups: groups.map(({ name, color, count }) => ({ name, color: palette[color], count: formatNumber(count) })),
    };
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
