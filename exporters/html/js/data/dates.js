/** Days as numbers, counted from the year 1000 as the exporter does, and as ISO dates. */

/** Days between the year 1000 and 1970. */
const EPOCH = 354285;
/**
 * ISO dates by day: there are far fewer days than notes.
 * @type {Map<number, string>}
 */
const texts = new Map();

/**
 * @param {number} day since the year 1000
 * @returns {string} an ISO date; empty for 0
 */
export function isoDay(day) {
  if (!day) return "";
  let text = texts.get(day);
  if (!text) texts.set(day, (text = new Date((day - EPOCH) * 86400000).toISOString().slice(0, 10)));
  return text;
}

/**
 * @param {string} text an ISO date
 * @returns {number} 0 if it is not a date
 */
export function dayOfIso(text) {
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) ? 0 : Math.round(time / 86400000) + EPOCH;
}
