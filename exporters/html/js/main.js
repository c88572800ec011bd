/** Start: unpack what the first picture needs, paint it, then unpack the details. */

import { App } from "./app.js";
import { byId } from "./ui/dom.js";
import { dots, labels } from "./test_hook.js";
import { unpack } from "./data/unpack.js";
import { Graph } from "./data/graph.js";
import { translate, setLanguage } from "./state/strings.js";

/** @param {string} id */
function json(id) {
  return JSON.parse(byId(id).textContent ?? "");
}

/** Show the number of notes and links, in the reader's language. */
function showSummary(/** @type {Graph} */ graph) {
  const notes = graph.kind.reduce((sum, kind) => sum + (graph.meta.kinds[kind] === "note" ? 1 : 0), 0);
  const { links } = graph.meta;
  byId("summary").textContent = [
    notes === 1 ? translate("note") : translate("notes", { n: notes }),
    links === 1 ? translate("link") : translate("links", { n: links }),
  ].join(" · ");
  const search = /** @type {HTMLInputElement} */ (byId("search"));
  search.placeholder = `${translate("search")}  /`;
  search.setAttribute("aria-label", translate("search"));
  byId("map").setAttribute("aria-label", translate("map"));
  if (!graph.size) byId("notice").textContent = translate("empty");
}

async function start() {
  const { packs, ...meta } = json("data");
  document.documentElement.lang = setLanguage(meta.lang || navigator.language || "en");
  const graph = new Graph(meta, await unpack(packs.map));
  showSummary(graph);
  /** @type {ReturnType<typeof unpack> | null} */
  let snippets = null;
  const app = new App(graph, json("options"), () => (snippets ??= unpack(packs.snippets)));
  app.open();
  const hook = { app, labels: (/** @type {string} */ where) => labels(app, where), dots: () => dots(app) };
  Object.assign(window, { noteweave: Object.freeze(hook) });
  performance.mark("noteweave:first");
  graph.addDetails(await unpack(packs.details));
  packs.map = packs.details = null;
  app.addDetails();
  performance.mark("noteweave:ready");
}

start().catch((error) => {
  byId("notice").textContent = translate("slow");
  document.body.classList.add("plain");
  console.error(error);
});
