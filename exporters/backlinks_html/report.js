"use strict";
/* Filters and sorts the entries of the page; sends no request and creates no element. */
{
  /** Notes that link to one note from which a report on it can be filtered. */
  const MANY = 10;
  const controls = document.getElementById("controls");
  const filter = document.getElementById("filter");
  const order = document.getElementById("order");
  const count = document.getElementById("count");
  const groups = [...document.querySelectorAll(".entries")].map((section) => ({
    section,
    entries: [...section.querySelectorAll("article")].map((article, place) => ({ article, place, words: "", lists: null })),
  }));
  const total = groups.reduce((sum, group) => sum + group.entries.length, 0);
  /** A report on one note counts the notes that link to it. */
  const alone = document.querySelector(".columns.alone") !== null;
  const sources = alone ? document.querySelectorAll(".sources > li").length : 0;
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

  /** The lists of an entry, each with the words of its heading and of its items. */
  function listsOf(entry) {
    const name = fold(title(entry));
    return (entry.lists ??= [...entry.article.querySelectorAll(".sources")].map((list) => {
      const heading = list.previousElementSibling?.matches("h4") ? list.previousElementSibling : null;
      const above = `${name} ${fold(heading?.textContent ?? "")} `;
      return { list, heading, items: [...list.children].map((item) => ({ item, words: above + fold(item.textContent) })) };
    }));
  }

  /** Shows the items that hold all words, or the whole entry if its name does; returns how many items. */
  function filterEntry(entry, wanted) {
    entry.words ||= fold(entry.article.textContent);
    if (!wanted.every((word) => entry.words.includes(word))) return (entry.article.hidden = true), 0;
    const name = fold(title(entry));
    const whole = wanted.every((word) => name.includes(word));
    let shown = 0;
    for (const { list, heading, items } of listsOf(entry)) {
      let here = 0;
      for (const { item, words } of items) {
        item.hidden = !whole && !wanted.every((word) => words.includes(word));
        if (!item.hidden) here += 1;
      }
      list.hidden = here === 0;
      if (heading) heading.hidden = here === 0;
      shown += here;
    }
    const facts = whole || wanted.every((word) => fold(entry.article.querySelector(".facts").textContent + name).includes(word));
    entry.article.hidden = shown === 0 && !facts;
    return shown;
  }

  function show() {
    const wanted = fold(filter.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    let items = 0;
    for (const { section, entries } of groups) {
      let here = 0;
      for (const entry of entries) {
        if (wanted.length || entry.lists) items += filterEntry(entry, wanted);
        else entry.article.hidden = false;
        if (!entry.article.hidden) here += 1;
      }
      section.hidden = here === 0;
      shown += here;
    }
    document.getElementById("overview")?.toggleAttribute("hidden", wanted.length > 0);
    const [found, all] = alone ? [items, sources] : [shown, total];
    const numbers = { shown: found.toLocaleString("en"), total: all.toLocaleString("en") };
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
    if (total > 2000) waiting = setTimeout(show, 180);
    else show();
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
  controls.hidden = alone ? sources < MANY : total < 2;
  order.parentElement.hidden = total < 2;
}
