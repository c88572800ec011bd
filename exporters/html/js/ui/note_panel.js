/** Reading: everything the page knows about one note. */

import { iconButton, make, name, picture } from "./dom.js";
import { opener, web } from "./external_links.js";
import { plainly } from "./plain_text.js";
import { related } from "../data/related.js";
import { Lines } from "../data/unpack.js";
import { isoDay } from "../data/graph.js";
import { count, say } from "./strings.js";

/** @import { Scene } from "../map/painter.js" */
/** @import { Columns } from "../data/unpack.js" */

/** Rows shown before "more", and more at each press: a hub may have thousands. */
const STEP = 60;
const RELATED = 8;

/** @typedef {[line: number, before?: string, link?: string, after?: string]} Said */

/**
 * @typedef {object} Reactions
 * @property {(node: number) => void} pick
 * @property {() => void} close
 * @property {(tag: string) => void} tag
 * @property {(folder: string) => void} folder
 * @property {() => void} path
 */

export class Panel {
  /**
   * @param {HTMLElement} box
   * @param {() => Promise<Columns>} said unpacks the sentences, when they are first wanted
   * @param {Reactions} react
   */
  constructor(box, said, react) {
    this.box = box;
    this.unpackSaid = said;
    this.react = react;
    /** @type {Lines | null} */
    this.said = null;
    this.node = -1;
  }

  /**
   * @param {Scene} scene
   * @param {number} node
   * @param {(Node | null)[]} extras the path and the local graph
   */
  show(scene, node, extras) {
    this.scene = scene;
    this.node = node;
    const sections = make("div", { class: "sections" });
    this.fill(sections);
    this.box.replaceChildren(this.head(), ...extras.filter((extra) => extra !== null), sections);
    this.box.hidden = false;
    this.box.scrollTop = 0;
    if (!this.said) {
      void this.unpackSaid().then((columns) => {
        this.said = new Lines(columns.text("said"));
        if (this.node === node) {
          sections.replaceChildren();
          this.fill(sections);
        }
      });
    }
  }

  hide() {
    this.node = -1;
    this.box.hidden = true;
    this.box.replaceChildren();
  }

  /** @returns {Scene} */
  get stage() {
    if (!this.scene) throw new Error("nothing to show");
    return this.scene;
  }

  head() {
    const { vault, palette, ink } = this.stage;
    const { node } = this;
    const words = vault.words;
    const dot = make("span", { class: "dot" });
    dot.style.background = palette[ink[node]];
    const title = words?.titleOf(node) ?? vault.label[node];
    const kind = make("span", { text: say(`kind.${vault.kindName(node)}`) });
    const island = vault.meta.communities[vault.community[node]];
    const top = make(
      "div",
      { class: "top" },
      make("div", { class: "kind" }, dot, kind),
      iconButton("close", say("close"), () => this.react.close()),
    );
    const heading = name("h2", title);
    heading.tabIndex = -1;
    const second = title === vault.label[node] ? null : name("p", vault.label[node], "second");
    const aliases = words?.aliasesOf(node) ?? [];
    return make(
      "header",
      {},
      top,
      heading,
      second,
      aliases.length ? name("p", aliases.join(" · "), "second") : null,
      this.facts(island),
      this.tags(),
      this.actions(),
    );
  }

  /** @param {string} island */
  facts(island) {
    const { vault } = this.stage;
    const { node } = this;
    const words = vault.words;
    const facts = make("p", { class: "facts" });
    const folder = words?.folderOf(node);
    if (folder) {
      facts.append(make("button", {
        class: "folder", text: folder, attributes: { type: "button", dir: "auto" },
        on: { click: () => this.react.folder(folder) },
      }));
    }
    const created = isoDay(words?.created[node] ?? 0);
    const modified = isoDay(words?.modified[node] ?? 0);
    const length = words?.wordCount[node] ?? 0;
    const told = [
      created && say("created", { date: created }),
      modified && modified !== created && say("modified", { date: modified }),
      length ? say("words", { n: length }) : "",
      island && island !== vault.label[node] ? say("island", { name: island }) : "",
    ];
    for (const text of told) if (text) facts.append(name("span", text));
    return facts;
  }

  tags() {
    const tags = this.stage.vault.words?.tagsOf(this.node) ?? [];
    if (!tags.length) return null;
    const chips = tags.slice(0, 24).map((tag) =>
      make("button", {
        class: "chip", text: `#${tag}`, attributes: { type: "button", dir: "auto" },
        on: { click: () => this.react.tag(tag) },
      }),
    );
    return make("p", { class: "chips" }, ...chips);
  }

  actions() {
    const { vault } = this.stage;
    const row = make("p", { class: "actions" });
    const link = this.openLink();
    if (link) row.append(link);
    if (vault.neighbors(this.node).length) {
      const path = make("button", { class: "plain", attributes: { type: "button" }, on: { click: this.react.path } });
      path.append(picture("path"), make("span", { text: say("pathTo") }));
      row.append(path);
    }
    return row.childElementCount ? row : null;
  }

  /** @returns {HTMLAnchorElement | null} */
  openLink() {
    const { vault } = this.stage;
    const path = vault.words?.pathOf(this.node) ?? "";
    const external = vault.kindName(this.node) === "external";
    const target = external ? web(path) : opener(vault.meta, path);
    if (!target) return null;
    const attributes = { href: target, rel: "noopener noreferrer", target: vault.meta.openWith === "file" || external ? "_blank" : "_self" };
    const link = make("a", { class: "plain", attributes });
    link.append(picture("open"), make("span", { text: say(external ? "open.web" : `open.${vault.meta.openWith}`) }));
    return link;
  }

  /** @param {HTMLElement} into */
  fill(into) {
    const { vault } = this.stage;
    const { node } = this;
    /** @type {number[]} */
    const incoming = [];
    /** @type {number[]} */
    const mentions = [];
    for (let i = vault.in[node]; i < vault.in[node + 1]; i++) {
      const edge = vault.inEdge[i];
      (vault.edgeKind[edge] === vault.mention ? mentions : incoming).push(edge);
    }
    const byImportance = (/** @type {number} */ a, /** @type {number} */ b) => vault.from[a] - vault.from[b] || a - b;
    // Links in sentences say more than links in properties.
    const told = (/** @type {number} */ edge) => (vault.words?.relation[edge] ? 1 : 0);
    incoming.sort((a, b) => told(a) - told(b) || byImportance(a, b));
    this.list(into, "backlinks", incoming, (edge) => vault.from[edge], true);
    if (!incoming.length) into.append(make("p", { class: "told", text: say("nothing") }));
    this.outgoing(into);
    this.list(into, "mentions", mentions.sort(byImportance), (edge) => vault.from[edge], true);
    this.list(into, "related", related(vault, node, RELATED), (other) => other, false);
    this.properties(into);
  }

  /** @param {HTMLElement} into */
  outgoing(into) {
    const { vault } = this.stage;
    /** @type {Map<string, number[]>} */
    const byRelation = new Map();
    for (let edge = vault.out[this.node]; edge < vault.out[this.node + 1]; edge++) {
      if (vault.edgeKind[edge] === vault.mention) continue;
      const relation = vault.meta.relations[vault.words?.relation[edge] ?? 0];
      const list = byRelation.get(relation) ?? [];
      list.push(edge);
      byRelation.set(relation, list);
    }
    const names = [...byRelation.keys()].sort();
    for (const relation of names) {
      const edges = (byRelation.get(relation) ?? []).sort((a, b) => vault.to[a] - vault.to[b]);
      this.list(into, "outgoing", edges, (edge) => vault.to[edge], false, relation);
    }
  }

  /**
   * @param {HTMLElement} into
   * @param {string} title
   * @param {number[]} items edges or nodes
   * @param {(item: number) => number} nodeOf
   * @param {boolean} quoted with the sentences
   * @param {string} [relation]
   */
  list(into, title, items, nodeOf, quoted, relation = "") {
    if (!items.length) return;
    const heading = make("h3", {}, make("span", { text: say(title) }), make("span", { class: "count", text: count(items.length) }));
    if (relation) heading.append(name("span", relation, "relation"));
    const rows = make("ul", { class: `rows ${title}` });
    const section = make("section", {}, heading, rows);
    let shown = 0;
    const more = make("button", { class: "foot", attributes: { type: "button" } });
    const add = () => {
      for (const item of items.slice(shown, shown + STEP)) rows.append(this.row(item, nodeOf(item), quoted));
      shown = Math.min(shown + STEP, items.length);
      more.textContent = say("more", { n: items.length - shown });
      more.hidden = shown >= items.length;
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
   */
  row(edge, other, quoted) {
    const { vault, palette, ink } = this.stage;
    const dot = make("span", { class: vault.kindName(other) === "topic" ? "dot open" : "dot" });
    dot.style.color = dot.style.background = palette[ink[other]];
    const press = make(
      "button",
      { class: "note", attributes: { type: "button" }, on: { click: () => this.react.pick(other) } },
      dot,
      name("span", vault.label[other], "name"),
    );
    const relation = quoted ? vault.meta.relations[vault.words?.relation[edge] ?? 0] : "";
    if (relation) press.append(name("span", relation, "relation"));
    const item = make("li", {}, press);
    if (quoted) for (const said of this.sayings(edge)) item.append(this.quote(other, said));
    return item;
  }

  /**
   * @param {number} edge
   * @returns {Said[]}
   */
  sayings(edge) {
    const line = this.said?.at(edge);
    return line ? JSON.parse(line) : [];
  }

  /**
   * @param {number} source
   * @param {Said} said
   */
  quote(source, [line, before, link, after]) {
    const { vault } = this.stage;
    const quote = make("blockquote", { attributes: { dir: "auto" } });
    if (link === undefined) {
      quote.append(make("span", { class: "line", text: say("line", { n: line }) }));
      return quote;
    }
    quote.append(plainly(before ?? ""), make("mark", { text: plainly(link) }), plainly(after ?? ""));
    const target = opener(vault.meta, vault.words?.pathOf(source) ?? "", line);
    quote.title = say("line", { n: line });
    if (target && vault.meta.openWith === "vscode") {
      quote.append(" ", make("a", { class: "line", text: say("line", { n: line }), attributes: { href: target } }));
    }
    return quote;
  }

  /** @param {HTMLElement} into */
  properties(into) {
    const rows = this.stage.vault.words?.propertiesOf(this.node) ?? [];
    if (!rows.length) return;
    const table = make("dl", { class: "properties" });
    for (const [key, value] of rows) {
      const values = Array.isArray(value) ? value : [value];
      table.append(name("dt", key), make("dd", {}, ...values.map((text) => this.value(text))));
    }
    into.append(make("section", {}, make("h3", { text: say("properties") }), table));
  }

  /** @param {string} text */
  value(text) {
    const target = web(text);
    if (!target) return name("span", plainly(text));
    const attributes = { href: target, rel: "noopener noreferrer", target: "_blank", dir: "auto" };
    return make("a", { text, attributes });
  }
}
