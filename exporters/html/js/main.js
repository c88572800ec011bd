/** Start: unpack what the first picture needs, paint it, then learn the rest. */

import { App } from "./app.js";
import { byId } from "./ui/dom.js";
import { unpack } from "./data/unpack.js";
import { Vault } from "./data/graph.js";
import { say, speak } from "./ui/strings.js";

/** @param {string} id */
function json(id) {
  return JSON.parse(byId(id).textContent ?? "");
}

/** Say what there is, in the reader's language. */
function greet(/** @type {Vault} */ vault) {
  const notes = vault.kind.reduce((sum, kind) => sum + (vault.meta.kinds[kind] === "note" ? 1 : 0), 0);
  const { links } = vault.meta;
  byId("summary").textContent = [
    notes === 1 ? say("note") : say("notes", { n: notes }),
    links === 1 ? say("link") : say("links", { n: links }),
  ].join(" · ");
  const search = /** @type {HTMLInputElement} */ (byId("search"));
  search.placeholder = `${say("search")}  /`;
  search.setAttribute("aria-label", say("search"));
  byId("map").setAttribute("aria-label", say("map"));
  if (!vault.size) byId("notice").textContent = say("empty");
}

async function start() {
  const { packs, ...meta } = json("data");
  document.documentElement.lang = speak(meta.lang || navigator.language || "en");
  const vault = new Vault(meta, await unpack(packs.map));
  greet(vault);
  /** @type {ReturnType<typeof unpack> | null} */
  let said = null;
  const app = new App(vault, json("options"), () => (said ??= unpack(packs.said)));
  app.open();
  // What the tests and the benchmark look at; the page itself never does.
  Object.assign(window, { noteweave: app });
  performance.mark("noteweave:first");
  vault.learn(await unpack(packs.words));
  packs.map = packs.words = null;
  app.ready();
  performance.mark("noteweave:ready");
}

start().catch((error) => {
  byId("notice").textContent = say("slow");
  document.body.classList.add("plain");
  console.error(error);
});
