/** The page as a whole: what the reader has chosen, and what follows from it on the map. */

import { read, write } from "./address.js";
import { around } from "./camera.js";
import { colored, palette, ways } from "./colors.js";
import { byId, make, name } from "./dom.js";
import { shown, usual } from "./filter.js";
import { chips, filterSheet, useful } from "./filters.js";
import { Finder } from "./finder.js";
import { onNode, onNodes, onPath } from "./focus.js";
import { listen, steer } from "./gestures.js";
import { Grid } from "./grid.js";
import { islands } from "./islands.js";
import { Legend } from "./legend.js";
import { pairs } from "./lines.js";
import { LocalGraph } from "./local.js";
import { opener } from "./openwith.js";
import { Panel } from "./panel.js";
import { shortest } from "./path.js";
import { listSheet } from "./plainlist.js";
import { savePng, saveSvg } from "./save.js";
import { Index } from "./search.js";
import { Sheets } from "./sheet.js";
import { Sizes, typicalGap } from "./sizes.js";
import { calm, switched, theme } from "./theme.js";
import { Timeline } from "./timeline.js";
import { Toolbar } from "./toolbar.js";
import { dayOfIso, isoDay, ORPHAN, WORLD } from "./vault.js";
import { View } from "./view.js";
import { say } from "./words.js";

/** @import { Box } from "./camera.js" */
/** @import { By } from "./colors.js" */
/** @import { Switch } from "./filters.js" */
/** @import { Scene } from "./picture.js" */
/** @import { Hit } from "./search.js" */
/** @import { Columns } from "./unpack.js" */
/** @import { Vault } from "./vault.js" */

/** How much the rest fades when the pointer rests on a note, when one is chosen, when searching. */
const VEIL = { hover: 0.58, chosen: 0.82, hits: 0.82 };
const GLIDE = 420;
const PHONE = 720;
/** Pixels between neighbouring notes that are as far apart as is pleasant. */
const CLOSEST = 150;

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
    this.by = vault.meta.groups.length && vault.group.some(Boolean) ? "group" : "community";
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
    this.view = new View(screen, () => this.controls());
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
        this.remember();
      },
    });
    /** @type {Timeline | null} */
    this.timeline = null;
    /** @type {Index | null} */
    this.index = null;
    this.gliding = 0;
    /** @type {Scene} */
    this.scene = this.makeScene();
    this.grid = new Grid(vault.x, vault.y, this.scene.shown, WORLD);
  }

  /** The first picture: as soon as places and names are known. */
  open() {
    this.view.scene = this.scene;
    this.view.resize();
    this.fit(false, true);
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
    this.follow();
    addEventListener("popstate", () => this.follow());
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
      this.fit(true, true);
      this.remember();
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
    this.remember();
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
    this.fit(true, true);
    this.remember();
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
    this.remember();
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
    if (node >= 0) this.lookAt(node, go);
    if (!quiet) this.remember(true);
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
    if (this.way.length > 1) this.frameNodes(this.way);
    this.remember(true);
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

  // Looking -----------------------------------------------------------------------------------

  /** @returns {Box[]} what lies over the map */
  controls() {
    const boxes = [];
    for (const element of document.querySelectorAll(".float")) {
      if (!(element instanceof HTMLElement) || element.hidden) continue;
      const { left, top, right, bottom } = element.getBoundingClientRect();
      if (right > left && bottom > top) boxes.push({ left, top, right, bottom });
    }
    return boxes;
  }

  /** @returns {Box} the part of the screen that nothing covers */
  free() {
    const { width, height } = this.view.camera;
    const box = { left: 28, top: 28, right: width - 28, bottom: height - 28 };
    const panel = byId("panel");
    if (width < PHONE) {
      box.top = 64;
      box.bottom = height - 72;
      if (!panel.hidden) box.bottom = Math.min(box.bottom, panel.getBoundingClientRect().top - 12);
    } else if (!panel.hidden) {
      box.right = panel.getBoundingClientRect().left - 60;
    } else {
      box.right -= 56;
    }
    // Beside the search box and the legend, where the window is wide enough for that.
    const beside = byId("search-box").getBoundingClientRect().right + 20;
    if (width >= PHONE && box.right - beside > (height - 56) * 1.05) box.left = beside;
    return box;
  }

  /**
   * @param {boolean} [glide]
   * @param {boolean} [linked] only what has links: orphans lie far out, and may stay there
   */
  fit(glide = false, linked = false) {
    const { vault, view, scene } = this;
    const nodes = [];
    for (let node = 0; node < vault.size; node++) {
      if (scene.shown[node] && !(linked && vault.flags[node] & ORPHAN)) nodes.push(node);
    }
    if (linked && nodes.length < 2) {
      this.fit(glide);
      return;
    }
    // A handful of notes is not blown up until they lie in the window's corners.
    const closest = CLOSEST / scene.sizes.gap;
    const target = view.camera.fitting(around(vault.x, vault.y, nodes), this.free(), closest);
    if (linked || !view.opened) view.camera.whole = target.scale;
    view.opened = true;
    this.glide(target, glide);
  }

  /** @param {number[]} nodes */
  frameNodes(nodes) {
    const { vault, view } = this;
    const whole = view.camera.whole;
    this.glide(view.camera.fitting(around(vault.x, vault.y, nodes), inset(this.free(), 60), whole * 12), true);
  }

  /**
   * @param {number} node
   * @param {boolean} go
   */
  lookAt(node, go) {
    const { vault, view } = this;
    const { camera } = view;
    const free = this.free();
    const x = camera.toScreenX(vault.x[node]);
    const y = camera.toScreenY(vault.y[node]);
    const seen = x > free.left && x < free.right && y > free.top && y < free.bottom;
    if (seen && !go) return;
    const scale = go ? this.nearby(node, free) : camera.scale;
    const middleX = (free.left + free.right) / 2 - camera.width / 2;
    const middleY = (free.top + free.bottom) / 2 - camera.height / 2;
    this.glide({ x: vault.x[node] - middleX / scale, y: vault.y[node] - middleY / scale, scale }, true);
  }

  /**
   * Close enough to tell notes apart, far enough to see most of what it is linked with.
   * @param {number} node
   * @param {Box} free
   */
  nearby(node, free) {
    const { vault, view, scene } = this;
    const { whole } = view.camera;
    const apart = CLOSEST / 3 / scene.sizes.gap;
    const gaps = vault
      .neighbors(node)
      .filter((other) => scene.shown[other])
      .map((other) => Math.hypot(vault.x[other] - vault.x[node], vault.y[other] - vault.y[node]))
      .sort((a, b) => a - b);
    const most = gaps[Math.floor(gaps.length * 0.7)] ?? 0;
    const half = Math.min(free.right - free.left, free.bottom - free.top) / 2 - 30;
    return Math.max(whole, Math.min(apart, half / Math.max(1, most)));
  }

  /**
   * @param {{x: number, y: number, scale: number}} target
   * @param {boolean} slowly
   */
  glide(target, slowly) {
    cancelAnimationFrame(this.gliding);
    const { camera } = this.view;
    if (!slowly || calm()) {
      Object.assign(camera, target);
      this.view.repaint();
      return;
    }
    const from = { x: camera.x, y: camera.y, scale: camera.scale };
    const began = performance.now();
    const step = () => {
      const t = Math.min(1, (performance.now() - began) / GLIDE);
      const eased = 1 - (1 - t) ** 3;
      camera.scale = from.scale * (target.scale / from.scale) ** eased;
      // On the way the middle moves in step with the zoom, so that nothing swings out.
      const share = Math.abs(target.scale - from.scale) < 1e-12 ? eased : (1 / from.scale - 1 / camera.scale) / (1 / from.scale - 1 / target.scale);
      camera.x = from.x + (target.x - from.x) * share;
      camera.y = from.y + (target.y - from.y) * share;
      if (t < 1) {
        this.view.moved();
        this.gliding = requestAnimationFrame(step);
      } else {
        Object.assign(camera, target);
        this.view.repaint();
      }
    };
    step();
  }

  // Hands -------------------------------------------------------------------------------------

  hands() {
    const { view } = this;
    listen(view.screen, view.camera, {
      moved: () => {
        cancelAnimationFrame(this.gliding);
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
      this.rememberLater();
    });
    matchMedia("(prefers-color-scheme: light)").addEventListener("change", () => {
      this.theme = theme();
      this.refilter();
    });
    view.onRest = () => this.rememberLater();
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
    else if (event.key === "0") this.fit(true);
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
        this.remember();
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
      close: () => this.remember(),
    });
    if (byId("timeline").hidden) this.timeline.show();
    else this.timeline.hide();
  }

  // The address -------------------------------------------------------------------------------

  address() {
    const words = this.vault.words;
    const { camera } = this.view;
    const usually = usual(this.vault);
    const switches = useful(this.vault).filter((name) => this.choices[name] !== usually[name]);
    const first = this.vault.meta.groups.length && this.vault.group.some(Boolean) ? "group" : "community";
    return write({
      note: this.chosen >= 0 && words ? words.keyOf(this.chosen) : "",
      path: this.way.length > 1 && words ? words.keyOf(this.way[this.way.length - 1]) : "",
      query: this.finder?.input.value.trim() ?? "",
      by: this.by === first ? "" : this.by,
      folder: this.choices.folder,
      tag: this.choices.tag,
      since: isoDay(this.choices.since),
      until: isoDay(this.choices.until),
      switches: switches.join(" "),
      place: this.placed ? [camera.x.toFixed(0), camera.y.toFixed(0), (camera.scale / camera.whole).toFixed(2)].join(",") : "",
    });
  }

  rememberLater() {
    clearTimeout(this.pending);
    this.pending = setTimeout(() => this.remember(), 400);
  }

  /** @param {boolean} [step] a step that "back" takes back */
  remember(step = false) {
    if (!this.listening) return;
    const address = this.address() || location.pathname + location.search;
    if (location.hash === address) return;
    try {
      if (step) history.pushState(null, "", address);
      else history.replaceState(null, "", address);
    } catch {
      // some browsers limit how often an address may change
    }
  }

  /** Do what the address says. */
  follow() {
    this.listening = false;
    const address = read(location.hash);
    const { vault } = this;
    Object.assign(this.choices, usual(vault), {
      folder: address.folder,
      tag: address.tag,
      since: dayOfIso(address.since),
      until: dayOfIso(address.until),
    });
    const switches = address.switches.split(" ");
    for (const name of /** @type {Switch[]} */ (useful(vault))) {
      if (switches.includes(name)) this.choices[name] = !this.choices[name];
    }
    const by = /** @type {By} */ (address.by);
    if (by && by !== this.by && this.ways?.includes(by)) this.color(by);
    else this.refilter();
    if (this.finder && this.finder.input.value.trim() !== address.query) this.finder.set(address.query);
    const node = this.nodeOf(address.note);
    if (node !== this.chosen) this.choose(node, node >= 0, true);
    const end = this.nodeOf(address.path);
    if (node >= 0 && end >= 0 && this.way[this.way.length - 1] !== end) this.findWay(node, end);
    if (address.place && !this.placed) this.place(address.place);
    this.listening = true;
  }

  /** @param {string} place */
  place(place) {
    const [x, y, zoom] = place.split(",").map(Number);
    if (![x, y, zoom].every(Number.isFinite) || zoom <= 0) return;
    const { camera } = this.view;
    this.glide({ x, y, scale: camera.whole * Math.min(400, Math.max(0.4, zoom)) }, false);
  }

  /** @param {string} key */
  nodeOf(key) {
    const words = this.vault.words;
    if (!key || !words) return -1;
    for (let node = 0; node < this.vault.size; node++) if (words.keyOf(node) === key) return node;
    return -1;
  }

  async share() {
    this.placed = true;
    this.remember();
    this.placed = false;
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

/**
 * @param {Box} box
 * @param {number} by
 * @returns {Box}
 */
function inset({ left, top, right, bottom }, by) {
  return { left: left + by, top: top + by, right: right - by, bottom: bottom - by };
}
