/**
 * The language of search and filter: `tag:#x -folder:Archive path:"a b" [property:value] kind:topic
 * links>10 after:2024 section:"See also" text:word (a OR b)` and plain words. The same as Obsidian's own search, as far as a graph
 * can evaluate it; `obsidian_query.py` reads it for colour groups.
 */

import { dayOfIso } from "./dates.js";
import { fold } from "./normalize.js";

/** @import { Graph } from "./graph.js" */

/** @typedef {(node: number) => boolean} Test */

/**
 * @typedef {object} Query
 * @property {Test} test
 * @property {string[]} words plain words that must match, folded; for ranking
 * @property {boolean} plain whether there is nothing but plain words
 * @property {((node: number) => string)[]} reasons the tag or folder that matched, to be shown
 */

/** The query is malformed, or needs what the page does not have. */
export class QueryError extends Error {}

const TOKEN =
  /\s*(?:(?<open>\()|(?<close>\))|(?<minus>-(?=\S))|(?<or>OR(?=[\s(]|$))|\[(?<name>[^\]:]+)(?::(?<value>[^\]]*))?\]|(?<field>links|in|out|words)\s*(?<compare>>=|<=|>|<|=|:)\s*(?<number>\d+)|(?<operator>[a-z]+):|"(?<quoted>[^"]*)"?|(?<word>[^\s()"]+))/gu;

/**
 * @param {Graph} graph
 * @param {string} text
 * @returns {Query}
 * @throws {QueryError}
 */
export function parseQuery(graph, text) {
  const tokens = [...text.trim().matchAll(TOKEN)].map((match) => match.groups ?? {});
  const parser = new Parser(graph, tokens);
  const test = parser.either();
  if (parser.at < tokens.length) throw new QueryError(")");
  return { test, words: parser.words, plain: parser.plain, reasons: parser.reasons };
}

class Parser {
  /**
   * @param {Graph} graph
   * @param {Record<string, string | undefined>[]} tokens
   */
  constructor(graph, tokens) {
    this.terms = new Terms(graph);
    this.tokens = tokens;
    this.at = 0;
    /** @type {string[]} */
    this.words = [];
    this.plain = true;
    /** @type {((node: number) => string)[]} */
    this.reasons = [];
  }

  /** @returns {Test} `A OR B` */
  either() {
    const choices = [this.all()];
    while (this.tokens[this.at]?.or) {
      this.at++;
      this.plain = false;
      choices.push(this.all());
    }
    return choices.length === 1 ? choices[0] : (node) => choices.some((test) => test(node));
  }

  /** @returns {Test} `A B`: all of them */
  all() {
    /** @type {Test[]} */
    const tests = [];
    while (this.at < this.tokens.length && !this.tokens[this.at].or && !this.tokens[this.at].close) tests.push(this.one());
    return (node) => tests.every((test) => test(node));
  }

  /** @returns {Test} */
  one() {
    const token = this.tokens[this.at++];
    if (!token) throw new QueryError("…");
    if (token.minus) return this.not();
    if (token.open) {
      this.plain = false;
      const test = this.either();
      if (!this.tokens[this.at++]?.close) throw new QueryError("(");
      return test;
    }
    if (token.or || token.close) throw new QueryError(token.or ?? ")");
    if (token.word !== undefined) return this.word(token.word);
    if (token.quoted !== undefined) return this.word(token.quoted, true);
    this.plain = false;
    if (token.name !== undefined) return this.terms.property(token.name, token.value);
    if (token.field) return this.terms.compare(token.field, token.compare ?? ":", Number(token.number));
    const operand = this.tokens[this.at++];
    const value = operand?.quoted ?? operand?.word;
    if (value === undefined) throw new QueryError(`${token.operator}:`);
    return this.terms.operator(token.operator ?? "", value);
  }

  not() {
    this.plain = false;
    const words = this.words;
    this.words = [];
    const test = this.one();
    this.words = words;
    return (/** @type {number} */ node) => !test(node);
  }

  /**
   * @param {string} text
   * @param {boolean} [quoted]
   * @returns {Test}
   */
  word(text, quoted = false) {
    if (!quoted && text.startsWith("#")) {
      this.plain = false;
      this.reasons.push((node) => this.terms.tagMatching(node, fold(text.slice(1))));
      return this.terms.tagStarting(text.slice(1));
    }
    if (!quoted && text.length > 1 && text.endsWith("/")) {
      this.plain = false;
      this.reasons.push((node) => this.terms.details?.folderOf(node) ?? "");
      return this.terms.operator("folder", text.slice(0, -1));
    }
    this.words.push(fold(text));
    return this.terms.word(text);
  }
}

/** The tests that a query is made of. */
class Terms {
  /** @param {Graph} graph */
  constructor(graph) {
    this.graph = graph;
    this.details = graph.details;
  }

  /**
   * @param {string} name
   * @param {string} value
   * @returns {Test}
   */
  operator(name, value) {
    const wanted = fold(value);
    const { graph, details } = this;
    if (name === "tag") return this.tag(wanted);
    if (name === "kind") return (node) => graph.kindName(node).startsWith(wanted) || ("topic".startsWith(wanted) && graph.shapeOf(node) === "written");
    if (name === "text") return this.text(value);
    if (!details) return () => true;
    if (name === "path") return (node) => fold(details.pathOf(node) || graph.names[node]).includes(wanted);
    if (name === "file" || name === "name") return (node) => fold(graph.names[node]).includes(wanted);
    if (name === "title") return (node) => fold(details.titleOf(node)).includes(wanted);
    if (name === "alias") return (node) => fold(details.aliasLines[node]).includes(wanted);
    if (name === "folder") {
      const inside = details.folders.map((folder) => `/${fold(folder)}/`.includes(`/${wanted.replace(/^\/|\/$/g, "")}/`));
      return (node) => inside[details.folder[node]];
    }
    if (name === "section") return this.section(wanted);
    if (name === "after" || name === "before") return this.date(name, value);
    throw new QueryError(`${name}:`);
  }

  /**
   * A sentence around a link of the note has this text. Nothing matches until the sentences have been read.
   * @param {string} wanted
   * @returns {Test}
   */
  text(wanted) {
    const found = this.graph.texts?.find(wanted);
    return (node) => found?.[node] === 1;
  }

  /**
   * A link of the node, in or out, stands under a heading that contains this text.
   * @param {string} wanted folded
   * @returns {Test}
   */
  section(wanted) {
    const { graph, details } = this;
    const fits = graph.meta.sections.map((heading) => heading !== "" && fold(heading).includes(wanted));
    const linked = new Uint8Array(graph.size);
    for (let edge = 0; edge < graph.to.length; edge++) {
      if (details && fits[details.section[edge]]) linked[graph.from[edge]] = linked[graph.to[edge]] = 1;
    }
    return (node) => linked[node] === 1;
  }

  /**
   * `after:2024` from 2024 on, `before:2024-05` until April 2024; a note without a date is neither.
   * @param {"after" | "before"} name
   * @param {string} value
   * @returns {Test}
   */
  date(name, value) {
    const [, year, month = "01", day = "01"] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(value) ?? [];
    if (!year) throw new QueryError(`${name}:${value}`);
    const limit = dayOfIso(`${year}-${month}-${day}`);
    return (node) => {
      const own = this.details?.dayOf(node) ?? 0;
      return own > 0 && (name === "after" ? own >= limit : own < limit);
    };
  }

  /**
   * The tag itself or one below it.
   * @param {string} wanted
   * @returns {Test}
   */
  tag(wanted) {
    const name = wanted.replace(/^#|\/$/g, "");
    return this.anyTag((tag) => tag === name || tag.startsWith(`${name}/`));
  }

  /**
   * A tag with a word that starts like this: for typing.
   * @param {string} text
   * @returns {Test}
   */
  tagStarting(text) {
    return this.anyTag((tag) => wordStartsWith(tag, fold(text)));
  }

  /**
   * @param {number} node
   * @param {string} wanted folded
   */
  tagMatching(node, wanted) {
    const tag = this.details?.tagsOf(node).find((own) => wordStartsWith(fold(own), wanted));
    return tag ? `#${tag}` : "";
  }

  /**
   * @param {(tag: string) => boolean} fits
   * @returns {Test}
   */
  anyTag(fits) {
    const { details, graph } = this;
    if (!details) return () => true;
    const fitting = details.tags.map((tag) => fits(fold(tag)));
    return (node) => {
      for (let i = details.tagStart[node]; i < details.tagStart[node + 1]; i++) if (fitting[details.tag[i]]) return true;
      return graph.kindName(node) === "tag" && fits(fold(graph.names[node]).replace(/^#/, ""));
    };
  }

  /**
   * @param {string} name
   * @param {string | undefined} value
   * @returns {Test}
   */
  property(name, value) {
    const key = fold(name.trim().replaceAll('"', ""));
    const wanted = value === undefined ? undefined : fold(value.trim().replaceAll('"', ""));
    return (node) => {
      for (const [other, held] of this.details?.propertiesOf(node) ?? []) {
        if (fold(other) !== key) continue;
        if (wanted === undefined) return true;
        return (Array.isArray(held) ? held : [held]).some((text) => fold(text).includes(wanted));
      }
      return false;
    };
  }

  /**
   * @param {string} field
   * @param {string} comparison
   * @param {number} value
   * @returns {Test}
   */
  compare(field, comparison, value) {
    const { graph, details } = this;
    /** @type {(node: number) => number} */
    const of = {
      links: (/** @type {number} */ node) => graph.degree[node],
      in: (/** @type {number} */ node) => graph.in[node + 1] - graph.in[node],
      out: (/** @type {number} */ node) => graph.out[node + 1] - graph.out[node],
      words: (/** @type {number} */ node) => details?.wordCount[node] ?? 0,
    }[field] ?? (() => 0);
    if (comparison === ">") return (node) => of(node) > value;
    if (comparison === "<") return (node) => of(node) < value;
    if (comparison === ">=") return (node) => of(node) >= value;
    if (comparison === "<=") return (node) => of(node) <= value;
    return (node) => of(node) === value;
  }

  /**
   * A plain word: anywhere in a name, title or alias, or at the start of a word of a tag or folder.
   * @param {string} text
   * @returns {Test}
   */
  word(text) {
    const { graph, details } = this;
    const wanted = fold(text);
    const tagged = this.tagStarting(text);
    const inside = details?.folders.map((folder) => wordStartsWith(fold(folder), wanted)) ?? [];
    return (node) =>
      fold(graph.names[node]).includes(wanted) ||
      (details !== null &&
        (fold(details.titles[node]).includes(wanted) ||
          fold(details.aliasLines[node]).includes(wanted) ||
          inside[details.folder[node]] ||
          tagged(node)));
  }
}

/**
 * @param {string} text folded
 * @param {string} wanted folded
 * @returns {boolean} whether a word of the text starts with `wanted`; Chinese has no word boundaries
 */
export function wordStartsWith(text, wanted) {
  if (!wanted) return false;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]) || /[\u2e80-\ua4cf\uac00-\ud7a3]/.test(text[at])) return true;
  }
  return false;
}
