/** Create elements. Text is only ever set as text content, so nothing in a note can become markup. */

/**
 * @typedef {object} Options
 * @property {string} [class]
 * @property {string} [text]
 * @property {Record<string, string>} [attributes]
 * @property {Record<string, (event: any) => void>} [on]
 */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Options} [options]
 * @param {...(Node | null)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, options = {}, ...children) {
  const element = document.createElement(tag);
  if (options.class) element.className = options.class;
  if (options.text !== undefined) element.textContent = options.text;
  for (const [name, value] of Object.entries(options.attributes ?? {})) element.setAttribute(name, value);
  for (const [name, listener] of Object.entries(options.on ?? {})) element.addEventListener(name, listener);
  for (const child of children) if (child) element.append(child);
  return element;
}

/**
 * A text of unknown script, with its own writing direction.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} text
 * @param {string} [className]
 * @returns {HTMLElementTagNameMap[T]}
 */
export function bidiText(tag, text, className = "") {
  return element(tag, { class: className, text, attributes: { dir: "auto" } });
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no #${id} in the page`);
  return element;
}

/** @type {Record<string, string>} */
const ICONS = {
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM20.5 20.5 16 16",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  fit: "M4 9V5a1 1 0 0 1 1-1h4M15 4h4a1 1 0 0 1 1 1v4M20 15v4a1 1 0 0 1-1 1h-4M9 20H5a1 1 0 0 1-1-1v-4",
  filters: "M4 6h16M7 12h10M10 18h4",
  time: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.5l3 2",
  list: "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
  share: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3A4 4 0 0 0 11 18.700l1-1",
  views: "M7 4h10a1 1 0 0 1 1 1v15l-6-4-6 4V5a1 1 0 0 1 1-1z",
  save: "M12 4v11M7.500 11 12 15.500 16.500 11M5 20h14",
  theme: "M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500z",
  help: "M9.300 9.200a2.800 2.800 0 1 1 3.900 2.600c-.8.4-1.200.9-1.200 1.900M12 17h.01M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17z",
  focus: "M12 9.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5zM12 3v3.500M12 17.500V21M3 12h3.500M17.500 12H21",
  topicMap: "M12 4.500a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM6 14.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5zM18 14.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5zM10.500 10.200 7.500 14.700M13.500 10.200l3 4.500M8.500 17h7",
  close: "M6 6l12 12M18 6 6 18",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  play: "M8 5.500v13l10.500-6.500z",
  pause: "M8.500 6v12M15.500 6v12",
  open: "M14 5h5v5M19 5l-8 8M17 14v4a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1h4",
  path: "M6 18.500a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM18 9.500a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM8 16.500h6a3 3 0 0 0 3-3v-4",
  legend: "M12 3.500 3.500 8 12 12.500 20.500 8zM3.500 12 12 16.500 20.500 12M3.500 16 12 20.500 20.500 16",
};

/**
 * @param {string} icon
 * @returns {SVGSVGElement}
 */
export function iconSvg(icon) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[icon] ?? "");
  svg.append(path);
  return svg;
}

/**
 * @param {string} icon
 * @param {string} label
 * @param {() => void} click
 * @returns {HTMLButtonElement}
 */
export function iconButton(icon, label, click) {
  const attributes = { type: "button", title: label, "aria-label": label };
  const button = element("button", { class: "icon", attributes, on: { click: click } });
  button.append(iconSvg(icon));
  return button;
}

/**
 * Do what takes long once the answer to the reader is on the screen: the next frame has painted it.
 * @param {() => void} work
 */
export function afterNextPicture(work) {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(work)));
}
