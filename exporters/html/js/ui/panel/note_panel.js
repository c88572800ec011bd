/** The panel: everything the page knows about one note. */

import { backlinkList } from "./backlink_list.js";
import { iconButton, element, bidiText, iconSvg } from "../dom.js";
import { noteUrl, webUrl } from "./external_links.js";
import { stripMarkdown } from "./plain_text.js";
import { propertyTable } from "./property_table.js";
import { goneEdges, stateSign } from "../change_marks.js";
import { related } from "../../data/related.js";
import { isoDay } from "../../data/dates.js";
import { formatNumber, translate } from "../../state/strings.js";

/** @import { Scene } from "../../map/painter.js" */
/** @import { Snippet, SnippetStore } from "../../data/snippet_store.js" */

/** Rows shown at first, and added by each click on "more": a hub may have thousands. */
const STEP = 60;
const RELATED = 8;
/** From this number on, the links to a note are grouped, with a field to filter them. */
const MANY = 12;
/** Rows of a group shown at first. */
const FIRST = 12;

/**
 * @typedef {object} Callbacks
 * @property {(node: number) => void} pick
 * @property {() => void} close
 * @property {(tag: string) => void} tag
 * @property {(folder: string) => void} folder
 * @property {() => void} path
 * @property {() => void} focus
 * @property {(node: number) => void} reveal
 */

export class NotePanel {
  /**
   * @param {HTMLElement} box
   * @param {SnippetStore} snippets
   * @param {Callbacks} callbacks
   */
  constructor(box, snippets, callbacks) {
    this.box = box;
    this.snippets = snippets;
    this.callbacks = callbacks;
    /** @type {number[]} edges whose sentences are wanted but not inflated yet */
    this.missing = [];
    this.node = -1;
    /** Whether every part is filled before the next picture. */
    this.atOnce = false;
  }

  /**
   * @param {Scene} scene
   * @param {number} node
   * @param {() => Node | null} pathSection
   * @param {Node} localGraph
   */
  show(scene, node, pathSection, localGraph) {
    this.scene = scene;
    this.node = node;
    const sections = element("div", { class: "sections" });
    const path = element("div");
    const fillPath = () => path.replaceChildren(...[pathSection()].filter((part) => part !== null));
    this.missing = [];
    fillPath();
    if (this.missing.length) void this.snippets.load(this.missing).then(() => this.node === node && fillPath());
    this.fill(sections);
    this.box.replaceChildren(this.head(), path, localGraph, sections);
    this.box.hidden = false;
    this.box.scrollTop = 0;
  }

  /** Move the keyboard's focus to the heading: the next Tab is in the panel. */
  focus() {
    this.box.querySelector("h2")?.focus({ preventScroll: true });
  }

  /**
   * Show a note again after its vault has changed.
   * @param {() => void} show
   */
  keepScroll(show) {
    const { hasFocus } = this;
    const { scrollTop } = this.box;
    this.atOnce = true; // the reader may have scrolled to the last part
    show();
    this.atOnce = false;
    this.box.scrollTop = scrollTop;
    if (hasFocus) this.focus();
  }

  get hasFocus() {
    return this.box.contains(document.activeElement);
  }

  /**
   * Move the keyboard's focus from note to note.
   * @param {number} step 1 for the next, -1 for the one before
   */
  step(step) {
    const notes = [...this.box.querySelectorAll("button.note")];
    const at = notes.indexOf(/** @type {Element} */ (document.activeElement));
    const next = notes[at < 0 ? (step > 0 ? 0 : notes.length - 1) : (at + step + notes.length) % notes.length];
    if (next instanceof HTMLElement) next.focus();
  }

  hide() {
    this.node = -1;
    this.box.hidden = true;
    this.box.replaceChildren();
  }

  /** @returns {Scene} */
  get stage() {
    if (!this.scene) throw new Error("no note is shown");
    return this.scene;
  }

  head() {
    const { graph, palette, colorIndex } = this.stage;
    const { node } = this;
    const details = graph.details;
    const dot = element("span", { class: "dot" });
    dot.style.background = palette[colorIndex[node]];
    const title = details?.titleOf(node) ?? graph.label[node];
    const kind = element("span", { text: translate(`kind.${graph.shapeOf(node)}`) });
    const community = graph.meta.communities[graph.community[node]];
    const top = element(
      "div",
      { class: "top" },
      element("div", { class: "kind" }, dot, kind, stateSign(graph.change?.node[node])),
      iconButton("close", translate("close"), () => this.callbacks.close()),
    );
    const heading = bidiText("h2", title);
    heading.tabIndex = -1;
    const second = title === graph.label[node] ? null : bidiText("p", graph.label[node], "subtitle");
    const aliases = details?.aliasesOf(node) ?? [];
    return element(
      "header",
      {},
      top,
      heading,
      second,
      aliases.length ? bidiText("p", aliases.join(" · "), "subtitle") : null,
      this.hiddenNotice(),
      this.facts(community),
      this.tags(),
      this.actions(),
    );
  }

  /** Says that a filter hides the note, and offers to show it. */
  hiddenNotice() {
    if (this.stage.visible[this.node]) return null;
    const click = () => this.callbacks.reveal(this.node);
    const button = element("button", { class: "link", text: translate("hit.reveal"), attributes: { type: "button" }, on: { click } });
    return element("p", { class: "hidden-note" }, element("span", { text: translate("hidden.note") }), button);
  }

  /** @param {string} community */
  facts(community) {
    const { graph } = this.stage;
    const { node } = this;
    const details = graph.details;
    const facts = element("p", { class: "facts" });
    const folder = details?.folderOf(node);
    if (folder) {
      facts.append(element("button", {
        class: "folder", text: folder, attributes: { type: "button", dir: "auto" },
        on: { click: () => this.callbacks.folder(folder) },
      }));
    }
    const created = isoDay(details?.created[node] ?? 0);
    const modified = isoDay(details?.modified[node] ?? 0);
    const length = details?.wordCount[node] ?? 0;
    const status = [
      created && translate("created", { date: created }),
      modified && modified !== created && translate("modified", { date: modified }),
      length ? translate("words", { n: length }) : "",
      community && community !== graph.label[node] ? translate("community", { name: community }) : "",
    ];
    for (const text of status) if (text) facts.append(bidiText("span", text));
    return facts;
  }

  tags() {
    const tags = this.stage.graph.details?.tagsOf(this.node) ?? [];
    if (!tags.length) return null;
    const chips = tags.slice(0, 24).map((tag) =>
      element("button", {
        class: "chip", text: `#${tag}`, attributes: { type: "button", dir: "auto" },
        on: { click: () => this.callbacks.tag(tag) },
      }),
    );
    return element("p", { class: "chips" }, ...chips);
  }

  actions() {
    const { graph } = this.stage;
    const row = element("p", { class: "actions" });
    const link = this.openLink();
    if (link) row.append(link);
    if (graph.neighbors(this.node).length) {
      const path = element("button", { class: "plain", attributes: { type: "button" }, on: { click: this.callbacks.path } });
      path.append(iconSvg("path"), element("span", { text: translate("pathTo") }));
      const focus = element("button", { class: "plain", attributes: { type: "button" }, on: { click: this.callbacks.focus } });
      focus.append(iconSvg("focus"), element("span", { text: translate("focus") }));
      row.append(focus, path);
    }
    return row.childElementCount ? row : null;
  }

  /** @returns {HTMLAnchorElement | null} */
  openLink() {
    const { graph } = this.stage;
    const path = graph.details?.pathOf(this.node) ?? "";
    const external = graph.kindName(this.node) === "external";
    const target = external ? webUrl(path) : noteUrl(graph.meta, path);
    if (!target) return null;
    const attributes = { href: target, rel: "noopener noreferrer", target: graph.meta.openWith === "file" || external ? "_blank" : "_self" };
    const link = element("a", { class: "plain", attributes });
    link.append(iconSvg("open"), element("span", { text: translate(external ? "open.web" : `open.${graph.meta.openWith}`) }));
    return link;
  }

  /** @param {HTMLElement} into */
  fill(into) {
    const { graph } = this.stage;
    const { node } = this;
    /** @type {number[]} */
    const incoming = [];
    /** @type {number[]} */
    const mentions = [];
    for (let i = graph.in[node]; i < graph.in[node + 1]; i++) {
      const edge = graph.inEdge[i];
      if (graph.edgeKind[edge] === graph.gone) continue;
      (graph.edgeKind[edge] === graph.mention ? mentions : incoming).push(edge);
    }
    const byImportance = (/** @type {number} */ a, /** @type {number} */ b) => graph.rank[graph.from[a]] - graph.rank[graph.from[b]] || a - b;
    // Links in sentences first: they say more than links in properties.
    const status = (/** @type {number} */ edge) => (graph.details?.relation[edge] ? 1 : 0);
    incoming.sort((a, b) => status(a) - status(b) || byImportance(a, b));
    if (incoming.length < MANY) this.list(into, "backlinks", incoming, (edge) => graph.from[edge], true);
    else into.append(backlinkList(graph, incoming, (group, edges) => this.list(group, "", edges, (edge) => graph.from[edge], true, "", FIRST)));
    if (!incoming.length) into.append(element("p", { class: "status", text: translate("nothing") }));
    this.outgoing(into);
    goneEdges(graph, node, (title, edges, nodeOf) => this.list(into, title, edges, nodeOf, true));
    this.list(into, "mentions", graph.details?.bestMentions(mentions) ?? mentions, (edge) => graph.from[edge], true);
    this.afterPaint(into, (place) => this.list(place, "related", related(graph, node, RELATED), (other) => other, false));
    into.append(...propertyTable(graph.details?.propertiesOf(node) ?? []));
  }

  /**
   * Add a part that takes long to compute once the rest is on the screen.
   * @param {HTMLElement} into
   * @param {(place: HTMLElement) => void} fill
   */
  afterPaint(into, fill) {
    if (this.atOnce) {
      fill(into);
      return;
    }
    const place = element("div");
    into.append(place);
    requestAnimationFrame(() => setTimeout(() => {
      if (!place.isConnected) return; // another note is read by now
      fill(place);
      place.replaceWith(...place.childNodes);
    }));
  }

  /** @param {HTMLElement} into */
  outgoing(into) {
    const { graph } = this.stage;
    /** @type {Map<string, number[]>} */
    const byRelation = new Map();
    for (let edge = graph.out[this.node]; edge < graph.out[this.node + 1]; edge++) {
      if (graph.edgeKind[edge] === graph.mention || graph.edgeKind[edge] === graph.gone) continue;
      const relation = graph.meta.relations[graph.details?.relation[edge] ?? 0];
      const list = byRelation.get(relation) ?? [];
      list.push(edge);
      byRelation.set(relation, list);
    }
    const names = [...byRelation.keys()].sort();
    for (const relation of names) {
      const edges = (byRelation.get(relation) ?? []).sort((a, b) => graph.rank[graph.to[a]] - graph.rank[graph.to[b]]);
      this.list(into, "outgoing", edges, (edge) => graph.to[edge], false, relation);
    }
  }

  /**
   * @param {HTMLElement} into
   * @param {string} title
   * @param {number[]} items edges or nodes
   * @param {(item: number) => number} nodeOf
   * @param {boolean} quoted with the sentences
   * @param {string} [relation]
   * @param {number} [first] rows at first
   */
  list(into, title, items, nodeOf, quoted, relation = "", first = STEP) {
    if (!items.length) return;
    const rows = element("ul", { class: `rows ${title || "backlinks"}` });
    const section = element("section", {}, rows);
    if (title) {
      const heading = element("h3", {}, element("span", { text: translate(title) }), element("span", { class: "count", text: formatNumber(items.length) }));
      if (relation) heading.append(bidiText("span", relation, "relation"));
      section.prepend(heading);
    }
    let visible = 0;
    const more = element("button", { class: "foot", attributes: { type: "button" } });
    const add = () => {
      /** @type {[number, HTMLElement][]} */
      const added = items.slice(visible, visible + (visible ? STEP : first)).map((item) => [item, this.row(item, nodeOf(item), quoted, title === "related")]);
      rows.append(...added.map(([, row]) => row));
      if (quoted) void this.addQuotes(added);
      visible += added.length;
      more.textContent = translate("more", { n: items.length - visible });
      more.hidden = visible >= items.length;
    };
    more.addEventListener("click", add);
    add();
    section.append(more);
    into.append(section);
  }

  /**
   * @param {number} edge
   * @param {number} other
   * @param {boolean} quoted
   * @param {boolean} isNode whether `edge` is a node
   */
  row(edge, other, quoted, isNode) {
    const { graph, palette, colorIndex } = this.stage;
    const dot = element("span", { class: graph.kindName(other) === "topic" ? "dot open" : "dot" });
    dot.style.color = dot.style.background = palette[colorIndex[other]];
    const press = element(
      "button",
      { class: "note", attributes: { type: "button" }, on: { click: () => this.callbacks.pick(other) } },
      dot,
      bidiText("span", graph.label[other], "name"),
    );
    const relation = quoted ? graph.details?.relationOf(edge) : "";
    if (relation) press.append(bidiText("span", relation, "relation"));
    const state = isNode ? null : stateSign(graph.change?.edge[edge]);
    if (state) press.append(state);
    const day = quoted ? isoDay(graph.details?.dayOf(other) ?? 0) : "";
    if (day) press.append(element("span", { class: "day", text: day }));
    const item = element("li", {}, press);
    return item;
  }

  /**
   * @param {number} edge
   * @returns {Node[]} the sentences around its links; none yet if they must be inflated first
   */
  quotesOf(edge) {
    if (!this.snippets.has([edge])) this.missing.push(edge);
    return this.snippets.of(edge).map((snippet) => this.quote(this.stage.graph.from[edge], snippet));
  }

  /**
   * Add the sentences to rows: at once, or after they have been inflated.
   * @param {[edge: number, row: HTMLElement][]} rows
   */
  async addQuotes(rows) {
    const edges = rows.map(([edge]) => edge);
    if (!this.snippets.has(edges)) await this.snippets.load(edges);
    for (const [edge, row] of rows) row.append(...this.quotesOf(edge));
  }

  /**
   * @param {number} source
   * @param {Snippet} snippet
   */
  quote(source, [place, before, link, after]) {
    const line = Math.abs(place); // negative: of the older text
    const { graph } = this.stage;
    const quote = element("blockquote", { attributes: { dir: "auto" } });
    if (link === undefined) {
      quote.append(element("span", { class: "line", text: translate("line", { n: line }) }));
      return quote;
    }
    quote.append(stripMarkdown(before ?? ""), link ? element("mark", { text: stripMarkdown(link) }) : "", stripMarkdown(after ?? ""));
    const target = noteUrl(graph.meta, graph.details?.pathOf(source) ?? "", line);
    quote.title = translate("line", { n: line });
    if (target && graph.meta.openWith === "vscode") {
      quote.append(" ", element("a", { class: "line", text: translate("line", { n: line }), attributes: { href: target } }));
    }
    return quote;
  }
}
