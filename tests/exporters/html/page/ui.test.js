/** The modules of js/ui/, without a browser: run by test_page_js.py under Node. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { noteUrl, webUrl } from "../js/ui/panel/external_links.js";
import { stripMarkdown } from "../js/ui/panel/plain_text.js";

test("sentences lose the marks of Markdown, not their words", () => {
  assert.equal(stripMarkdown("see [[coast/Bay#Tides|the *bay*]] and ![[Map.png]]"), "see the bay and Map.png");
  assert.equal(stripMarkdown("[a](b.md) **bold** `x` 5 * 3 * 2 snake_case_name"), "a bold x 5 * 3 * 2 snake_case_name");
  assert.equal(stripMarkdown("[[Bay#Tides]] [[#Here]]"), "Bay › Tides Here");
});

test("only a web page's address becomes a link to the web", () => {
  assert.equal(webUrl("https://example.org/a?b"), "https://example.org/a?b");
  for (const text of ["javascript:alert(1)", "https://a b", "data:text/html,x", "HTTPS", "//example.org", "https://x\njavascript:1"]) {
    assert.equal(webUrl(text), "");
  }
});

test("a note opens with what was chosen, and its name cannot change that", () => {
  const meta = (openWith, root = "") => ({ openWith, root, vault: "My Sea" });
  assert.equal(noteUrl(meta("obsidian"), "a/b c.md"), "obsidian://open?vault=My%20Sea&file=a%2Fb%20c.md");
  assert.equal(noteUrl(meta("vscode", "/home/ann"), "潮.md", 3), "vscode://file/home/ann/%E6%BD%AE.md:3");
  assert.equal(noteUrl(meta("file", "C:\\notes"), "a.md"), "file:///C:/notes/a.md");
  assert.equal(noteUrl(meta("none", "/home/ann"), "a.md"), "");
  assert.equal(noteUrl(meta("vscode"), "a.md"), "");
  assert.equal(noteUrl(meta("file", "javascript:alert(1)//"), "a.md"), "");
  assert.equal(new URL(noteUrl(meta("file", "/v"), "?x#y&javascript:1.md")).protocol, "file:");
});
