/** The vault's growth: a span of time with two ends, the last one a slider, and a button that replays it. */

import { iconButton, element, iconSvg } from "./dom.js";
import { prefersReducedMotion } from "../state/theme.js";
import { dayOfIso, isoDay } from "../data/dates.js";
import { translate } from "../state/strings.js";

/** @import { Graph } from "../data/graph.js" */
/** @import { PastView } from "../past_view.js" */

const STEPS = 240;
/** Milliseconds of a replay. */
const REPLAY = 14000;

export class Timeline {
  /**
   * @param {HTMLElement} box
   * @param {Graph} graph
   * @param {{span: (since: number, until: number) => void, close: () => void}} actions
   * @param {PastView | null} [pastView] where git knows the past
   */
  constructor(box, graph, actions, pastView = null) {
    this.box = box;
    this.actions = actions;
    const details = graph.details;
    const days = Array.from({ length: graph.size }, (_, node) => details?.dayOf(node) ?? 0);
    this.days = days.filter(Boolean).sort((a, b) => a - b);
    this.undated = days.length - this.days.length;
    this.first = this.days[0] ?? 0;
    this.last = this.days[this.days.length - 1] ?? 0;
    this.playing = 0;
    this.pastView = pastView;
    /** @type {number[]} the day of each link's birth, where it is known */
    this.linkDays = [...(graph.past?.lives?.births() ?? [])];
    this.build();
  }

  build() {
    this.play = iconButton("play", translate("play"), () => (this.playing ? this.stop() : this.replay()));
    this.range = element("input", {
      attributes: { type: "range", min: "0", max: String(STEPS), value: String(STEPS), "aria-label": translate("time") },
      on: { input: () => this.moved() },
    });
    this.start = element("input", { attributes: { type: "date", "aria-label": translate("since"), title: translate("since") }, on: { change: () => this.moved() } });
    this.status = element("output", { class: "date" });
    const close = iconButton("close", translate("close"), () => this.hide());
    const track = element("div", { class: "track" }, this.histogram(this.linkDays, "bars links"), this.histogram(this.days, "bars"), this.range);
    const dated = translate("dated", { n: this.days.length, all: this.days.length + this.undated });
    this.box.replaceChildren(this.play, this.start, track, this.status, close, element("span", { class: "status", text: dated }));
    const chips = this.pastView?.chips();
    if (chips) this.box.append(chips);
  }

  /**
   * Bars: the number of notes or links of each period.
   * @param {number[]} days
   * @param {string} name
   */
  histogram(days, name) {
    const bars = element("div", { class: name, attributes: { "aria-hidden": "true" } });
    const buckets = new Array(48).fill(0);
    const span = Math.max(1, this.last - this.first);
    for (const day of days) buckets[Math.max(0, Math.min(47, Math.floor(((day - this.first) / span) * 48)))]++;
    const most = Math.max(...buckets, 1);
    for (const bucket of buckets) {
      const bar = element("span");
      bar.style.height = `${bucket ? 8 + 92 * Math.sqrt(bucket / most) : 0}%`;
      bars.append(bar);
    }
    return bars;
  }

  /**
   * @param {number} since day; 0 for no limit
   * @param {number} until day; 0 for no limit
   */
  show(since, until) {
    this.box.hidden = false;
    if (this.range && this.start) {
      const share = (until - this.first) / Math.max(1, this.last - this.first);
      this.range.value = String(until ? Math.round(share * STEPS) : STEPS);
      this.start.value = isoDay(since || this.first);
    }
    this.showDay();
    this.range?.focus({ preventScroll: true });
  }

  hide() {
    this.stop();
    this.box.hidden = true;
    this.actions.span(0, 0);
    this.actions.close();
  }

  /** @returns {number} the day at the slider's position */
  get day() {
    const at = Number(this.range?.value ?? STEPS) / STEPS;
    return Math.round(this.first + (this.last - this.first) * at);
  }

  moved() {
    const atEnd = Number(this.range?.value) >= STEPS;
    const since = dayOfIso(this.start?.value ?? "");
    this.showDay();
    this.actions.span(since > this.first ? since : 0, atEnd ? 0 : this.day);
  }

  showDay() {
    if (this.status) this.status.textContent = translate("upTo", { date: isoDay(this.day) });
  }

  replay() {
    if (!this.range || !this.play) return;
    if (Number(this.range.value) >= STEPS) this.range.value = "0";
    const from = Number(this.range.value);
    const began = performance.now();
    const step = () => {
      if (!this.playing || !this.range) return;
      const passed = (performance.now() - began) / REPLAY;
      const at = Math.min(STEPS, from + passed * STEPS);
      const next = prefersReducedMotion() ? Math.floor(at / 24) * 24 : Math.floor(at);
      if (next !== Number(this.range.value)) {
        this.range.value = String(at >= STEPS ? STEPS : next);
        this.moved();
      }
      if (at >= STEPS) this.stop();
      else this.playing = requestAnimationFrame(step);
    };
    this.playing = requestAnimationFrame(step);
    this.mark("pause", translate("pause"));
  }

  stop() {
    cancelAnimationFrame(this.playing);
    this.playing = 0;
    this.mark("play", translate("play"));
  }

  /**
   * @param {string} icon
   * @param {string} label
   */
  mark(icon, label) {
    this.play?.replaceChildren(iconSvg(icon));
    this.play?.setAttribute("aria-label", label);
    if (this.play) this.play.title = label;
  }
}
