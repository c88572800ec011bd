/** Decompress zlib data, for browsers without DecompressionStream. */

/**
 * @typedef {object} Code a Huffman code, as RFC 1951 describes it
 * @property {Uint16Array} counts number of codes of each length
 * @property {Uint16Array} symbols the symbols, in the order of their codes
 */

const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
  163, 195, 227, 258,
];
const LENGTH_EXTRA = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
  3073, 4097, 6145, 8193, 12289, 16385, 24577,
];
const DISTANCE_EXTRA = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/**
 * @param {ArrayLike<number>} lengths the length of each symbol's code, 0 for none
 * @returns {Code}
 */
function code(lengths) {
  const counts = new Uint16Array(16);
  for (let i = 0; i < lengths.length; i++) counts[lengths[i]]++;
  counts[0] = 0;
  const starts = new Uint16Array(16);
  for (let length = 1; length < 16; length++) {
    starts[length] = starts[length - 1] + counts[length - 1];
  }
  const symbols = new Uint16Array(lengths.length);
  for (let i = 0; i < lengths.length; i++) {
    if (lengths[i]) symbols[starts[lengths[i]]++] = i;
  }
  return { counts, symbols };
}

const FIXED_LENGTHS = code(
  Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
);
const FIXED_DISTANCES = code(new Array(30).fill(5));

/**
 * @param {Uint8Array} data in zlib's format (RFC 1950)
 * @param {number} size of the result, in bytes
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function inflate(data, size) {
  const out = new Uint8Array(size);
  let at = 2;
  let written = 0;
  let held = 0;
  let holding = 0;

  /** @param {number} count */
  function bits(count) {
    while (holding < count) {
      held |= data[at++] << holding;
      holding += 8;
    }
    const value = held & ((1 << count) - 1);
    held >>>= count;
    holding -= count;
    return value;
  }

  /** @param {Code} huffman */
  function symbol({ counts, symbols }) {
    let value = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length < 16; length++) {
      value |= bits(1);
      const count = counts[length];
      if (value - count < first) return symbols[index + (value - first)];
      index += count;
      first = (first + count) << 1;
      value <<= 1;
    }
    throw new Error("damaged data");
  }

  function stored() {
    held = holding = 0;
    const length = data[at] | (data[at + 1] << 8);
    out.set(data.subarray(at + 4, at + 4 + length), written);
    at += 4 + length;
    written += length;
  }

  /** @returns {[Code, Code]} */
  function codes() {
    const literals = bits(5) + 257;
    const distances = bits(5) + 1;
    const some = bits(4) + 4;
    const lengths = new Uint8Array(19);
    for (let i = 0; i < some; i++) lengths[ORDER[i]] = bits(3);
    const meta = code(lengths);
    const all = new Uint8Array(literals + distances);
    for (let i = 0; i < all.length; ) {
      const value = symbol(meta);
      if (value < 16) {
        all[i++] = value;
        continue;
      }
      const repeated = value === 16 ? all[i - 1] : 0;
      const times = value === 16 ? 3 + bits(2) : value === 17 ? 3 + bits(3) : 11 + bits(7);
      all.fill(repeated, i, i + times);
      i += times;
    }
    return [code(all.subarray(0, literals)), code(all.subarray(literals))];
  }

  /**
   * @param {Code} literals
   * @param {Code} distances
   */
  function compressed(literals, distances) {
    for (;;) {
      const value = symbol(literals);
      if (value === 256) return;
      if (value < 256) {
        out[written++] = value;
        continue;
      }
      const length = LENGTH_BASE[value - 257] + bits(LENGTH_EXTRA[value - 257]);
      const where = symbol(distances);
      const distance = DISTANCE_BASE[where] + bits(DISTANCE_EXTRA[where]);
      for (let i = 0; i < length; i++, written++) out[written] = out[written - distance];
    }
  }

  for (let last = 0; !last; ) {
    last = bits(1);
    const type = bits(2);
    if (type === 0) stored();
    else if (type === 1) compressed(FIXED_LENGTHS, FIXED_DISTANCES);
    else compressed(...codes());
  }
  return out;
}
