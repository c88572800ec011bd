/** The vault's growth: a slider over the notes' dates, and a button that replays it. */

import { iconButton, make, picture } from "./dom.js";
import { calm } from "../state/theme.js";
import { isoDay } from "../data/graph.js";
import { say } from "./strings.js";

/** @import { Vault } from "../data/graph.js" */

const STEPS = 240;
/** Milliseconds a replay takes. */
const REPLAY = 14000;

export class Timeline {
  /**
   * @param {HTMLElement} box
   * @param {Vault} vault
   * @param {{until: (day: number) => void, close: () => void}} react
   */
  constructor(box, vault, react) {
    this.box = box;
    this.react = react;
    const words = vault.words;
    const days = Array.from({ length: vault.size }, (_, node) => words?.dayOf(node) ?? 0);
    this.days = days.filter(Boolean).sort((a, b) => a - b);
    this.undated = days.length - this.days.length;
    this.first = this.days[0] ?? 0;
    this.last = this.days[this.days.length - 1] ?? 0;
    this.playing = 0;
    this.build();
  }

  build() {
    this.play = iconButton("play", say("play"), () => (this.playing ? this.stop() : this.start()));
    this.range = make("input", {
      attributes: { type: "range", min: "0", max: String(STEPS), value: String(STEPS), "aria-label": say("time") },
      on: { input: () => this.moved() },
    });
    this.told = make("output", { class: "date" });
    const close = iconButton("close", say("close"), () => this.hide());
    const bars = this.histogram();
    const track = make("div", { class: "track" }, bars, this.range);
    this.box.replaceChildren(this.play, track, this.told, close);
    if (this.undated) this.box.append(make("span", { class: "told", text: say("undated", { n: this.undated }) }));
  }

  /** How many notes each period brought. */
  histogram() {
    const bars = make("div", { class: "bars", attributes: { "aria-hidden": "true" } });
    const buckets = new Array(48).fill(0);
    const span = Math.max(1, this.last - this.first);
    for (const day of this.days) buckets[Math.min(47, Math.floor(((day - this.first) / span) * 48))]++;
    const most = Math.max(...buckets, 1);
    for (const bucket of buckets) {
      const bar = make("span");
      bar.style.height = `${bucket ? 8 + 92 * Math.sqrt(bucket / most) : 0}%`;
      bars.append(bar);
    }
    return bars;
  }

  show() {
    this.box.hidden = false;
    this.moved();
    this.range?.focus({ preventScroll: true });
  }

  hide() {
    this.stop();
    this.box.hidden = true;
    this.react.until(0);
    this.react.close();
  }

  /** @returns {number} the day the slider stands on */
  get day() {
    const at = Number(this.range?.value ?? STEPS) / STEPS;
    return Math.round(this.first + (this.last - this.first) * at);
  }

  moved() {
    const end = Number(this.range?.value) >= STEPS;
    if (this.told) this.told.textContent = say("upTo", { date: isoDay(this.day) });
    this.react.until(end ? 0 : this.day);
  }

  start() {
    if (!this.range || !this.play) return;
    if (Number(this.range.value) >= STEPS) this.range.value = "0";
    const from = Number(this.range.value);
    const began = performance.now();
    const step = () => {
      if (!this.playing || !this.range) return;
      const passed = (performance.now() - began) / REPLAY;
      const at = Math.min(STEPS, from + passed * STEPS);
      const next = calm() ? Math.floor(at / 24) * 24 : Math.floor(at);
      if (next !== Number(this.range.value)) {
        this.range.value = String(at >= STEPS ? STEPS : next);
        this.moved();
      }
      if (at >= STEPS) this.stop();
      else this.playing = requestAnimationFrame(step);
    };
    this.playing = requestAnimationFrame(step);
    this.mark("pause", say("pause"));
  }

  stop() {
    cancelAnimationFrame(this.playing);
    this.playing = 0;
    this.mark("play", say("play"));
  }

  /**
   * @param {string} icon
   * @param {string} label
   */
  mark(icon, label) {
    this.play?.replaceChildren(picture(icon));
    this.play?.setAttribute("aria-label", label);
    if (this.play) this.play.title = label;
  }
}
