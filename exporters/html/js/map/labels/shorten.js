/** Shorten long names: at the end, or in the middle where several names begin alike. */

/** Half-width characters that a label may have. */
const LONGEST = 34;
/** Half-width characters of the end that a cut in the middle keeps. */
const TAIL = 11;
const WIDE = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]|\p{Emoji_Presentation}/u;
const DIRECTION_MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** @type {Intl.Segmenter | null} */
const segmenter = typeof Intl.Segmenter === "function" ? new Intl.Segmenter() : null;

/**
 * @param {string} text
 * @param {number} [longest] half-width characters
 * @param {boolean} [middle] cut in the middle, not at the end
 * @returns {string} cut between graphemes, without direction marks
 */
export function shortenLabel(text, longest = LONGEST, middle = false) {
  const clean = text.replace(DIRECTION_MARKS, "");
  if (clean.length * 2 <= longest) return clean;
  const parts = graphemes(clean.slice(0, 200));
  const tail = middle ? graphemes(clean.slice(-2 * TAIL)) : [];
  if (taking(parts, longest) === parts.length && clean.length <= 200) return clean;
  if (!middle) return `${parts.slice(0, Math.max(1, taking(parts, longest - 1))).join("").trimEnd()}…`;
  const kept = tail.slice(tail.length - taking([...tail].reverse(), TAIL)).join("").trimStart();
  return `${parts.slice(0, taking(parts, longest - TAIL - 1)).join("").trimEnd()}…${kept}`;
}

/**
 * @param {string[]} parts
 * @param {number} width half-width characters
 * @returns {number} how many parts fit
 */
function taking(parts, width) {
  let taken = 0;
  for (let i = 0; i < parts.length; i++) {
    taken += WIDE.test(parts[i]) ? 2 : 1;
    if (taken > width) return i;
  }
  return parts.length;
}

/** @param {string} text */
function graphemes(text) {
  return segmenter ? Array.from(segmenter.segment(text), (part) => part.segment) : [...text];
}

/**
 * Names that would look the same if they were cut at the end.
 * @param {string[]} names
 * @returns {Set<string>}
 */
export function equalBeginnings(names) {
  /** @type {Map<string, string>} */
  const first = new Map();
  const equal = new Set();
  for (const name of names) {
    if (name.length * 2 <= LONGEST) continue;
    const visible = WIDE.test(name) ? LONGEST / 2 : LONGEST;
    if (name.length <= visible) continue;
    const beginning = name.slice(0, visible - 2);
    const other = first.get(beginning);
    if (other === undefined) first.set(beginning, name);
    else if (other !== name) equal.add(name).add(other);
  }
  return equal;
}
