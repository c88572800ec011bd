"use strict";
/* Filters and sorts the entries of the page; sends no request and creates no element. */
{
  const controls = document.getElementById("controls");
  const filter = document.getElementById("filter");
  const order = document.getElementById("order");
  const count = document.getElementById("count");
  const groups = [...document.querySelectorAll(".entries")].map((section) => ({
    section,
    entries: [...section.querySelectorAll("article")].map((article, place) => ({ article, place, words: "" })),
  }));
  const total = groups.reduce((sum, group) => sum + group.entries.length, 0);
  const fold = (text) => text.normalize("NFC").toLocaleLowerCase();
  const names = new Intl.Collator(undefined, { numeric: true });
  const title = (entry) => entry.article.querySelector("h3")?.textContent ?? "";

  /** What each order compares; entries that are equal stay in the order of their paths. */
  const orders = {
    path: () => 0,
    name: (a, b) => names.compare(title(a), title(b)),
    links: (a, b) => b.article.dataset.links - a.article.dataset.links,
    date: (a, b) => (a.article.dataset.date < b.article.dataset.date ? 1 : a.article.dataset.date > b.article.dataset.date ? -1 : 0),
  };

  function show() {
    const wanted = fold(filter.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { section, entries } of groups) {
      let here = 0;
      for (const entry of entries) {
        if (wanted.length) entry.words ||= fold(entry.article.textContent);
        entry.article.hidden = !wanted.every((word) => entry.words.includes(word));
        if (!entry.article.hidden) here += 1;
      }
      section.hidden = here === 0;
      shown += here;
    }
    document.getElementById("overview")?.toggleAttribute("hidden", wanted.length > 0);
    const numbers = { shown: shown.toLocaleString("en"), total: total.toLocaleString("en") };
    count.textContent = wanted.length ? count.dataset.shown.replace(/\{(\w+)\}/g, (_, name) => numbers[name]) : "";
  }

  function sort() {
    for (const { section, entries } of groups) {
      entries.sort((a, b) => orders[order.value](a, b) || a.place - b.place);
      section.append(...entries.map((entry) => entry.article));
    }
  }

  let waiting = 0;
  filter.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, total > 2000 ? 180 : 0);
  });
  order.addEventListener("change", sort);
  controls.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input, select")) {
      event.preventDefault();
      filter.focus();
    } else if (event.key === "Escape" && event.target === filter) {
      filter.value = "";
      show();
    }
  });
  // a click in the contents must find its entry, even when the filter hides it
  addEventListener("hashchange", () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target?.hidden) {
      filter.value = "";
      show();
      target.scrollIntoView();
    }
  });
  controls.hidden = total < 2;
}
