/** Start: unpack what the first picture needs, paint it, then unpack the details. */

import { App } from "./app.js";
import { byId } from "./ui/dom.js";
import { LiveUpdates } from "./live_updates.js";
import { SnippetStore } from "./data/snippet_store.js";
import { dots, labels } from "./test_hook.js";
import { TextSearch } from "./data/text_search.js";
import { SimilarTexts } from "./data/similar_texts.js";
import { unpack } from "./data/unpack.js";
import { Graph } from "./data/graph.js";
import { Past } from "./data/past.js";
import { translate, setLanguage } from "./state/strings.js";

/** @param {string} id */
function json(id) {
  const script = byId(id);
  const value = JSON.parse(script.textContent ?? "");
  script.remove(); // the data of a large vault need not be in memory twice
  return value;
}

/** Texts of the document, in the reader's language. */
function showTexts(/** @type {Graph} */ graph) {
  const search = /** @type {HTMLInputElement} */ (byId("search"));
  search.placeholder = `${translate("search")}  /`;
  search.setAttribute("aria-label", translate("search"));
  byId("map").setAttribute("aria-label", translate("map"));
  if (!graph.size) byId("notice").textContent = translate("empty");
}

async function start() {
  const { packs, sentences, ...meta } = json("data");
  document.documentElement.lang = setLanguage(meta.lang || navigator.language || "en");
  const graph = new Graph(meta, await unpack(packs.map));
  showTexts(graph);
  if (packs.past) {
    graph.past = new Past(graph, meta.past, await unpack(packs.past));
    graph.past.hideEdges(graph.edgeOff);
  }
  const snippets = new SnippetStore(graph, sentences);
  const app = new App(graph, json("options"), snippets);
  graph.texts = new TextSearch(snippets, () => app.textsFound());
  app.open();
  /** @type {{app: App, labels: unknown, dots: unknown, live?: LiveUpdates}} */
  const hook = { app, labels: (/** @type {string} */ where) => labels(app, where), dots: () => dots(app) };
  Object.assign(window, { noteweave: hook });
  performance.mark("noteweave:first");
  graph.addDetails(await unpack(packs.details));
  if (packs.similar) graph.similar = new SimilarTexts(await unpack(packs.similar));
  packs.map = packs.details = packs.past = packs.similar = null;
  app.addDetails();
  if (meta.live) hook.live = new LiveUpdates(app, meta.live).start();
  performance.mark("noteweave:ready");
}

start().catch((error) => {
  byId("notice").textContent = translate("slow");
  document.body.classList.add("plain");
  console.error(error);
});
