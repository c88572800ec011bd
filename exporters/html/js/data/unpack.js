/** Unpack what `packed_columns.py` has packed: base64, zlib, then column after column. */

import { inflate } from "./inflate.js";

/**
 * @typedef {object} Pack
 * @property {[name: string, type: string, count: number][]} columns
 * @property {number} bytes
 * @property {string} data
 */

/** The columns of one pack, by name. */
export class Columns {
  /**
   * @param {Pack} pack
   * @param {Uint8Array<ArrayBuffer>} bytes
   */
  constructor(pack, bytes) {
    this.pack = pack;
    this.bytes = bytes;
  }

  /**
   * @param {string} name
   * @returns {Uint8Array} numbers up to 255
   */
  u8(name) {
    const [, , from, to] = this.find(name);
    return this.bytes.subarray(from, to);
  }

  /**
   * @param {string} name
   * @returns {Uint16Array} numbers up to 65,535
   */
  u16(name) {
    const [, count, from] = this.find(name);
    return new Uint16Array(this.bytes.buffer, from, count);
  }

  /**
   * @param {string} name
   * @returns {Uint32Array} numbers of any size
   */
  u32(name) {
    const [, count, from, to] = this.find(name);
    return varints(this.bytes.subarray(from, to), count);
  }

  /**
   * @param {string} name
   * @returns {string[]} the lines of a text column
   */
  lines(name) {
    return new TextDecoder().decode(this.text(name)).split("\n");
  }

  /**
   * @param {string} name
   * @returns {Uint8Array} a text column, in UTF-8
   */
  text(name) {
    const [, , from, to] = this.find(name);
    return this.bytes.subarray(from, to);
  }

  /**
   * @param {string} wanted
   * @returns {[type: string, count: number, from: number, to: number]}
   */
  find(wanted) {
    let from = 0;
    for (const [name, type, count] of this.pack.columns) {
      const to = from + width(type, count, this.bytes, from);
      if (name === wanted) return [type, count, from, to];
      from = to + ((4 - (to % 4)) % 4);
    }
    throw new Error(`no column ${wanted}`);
  }
}

/**
 * @param {Pack} pack
 * @returns {Promise<Columns>}
 */
export async function unpack(pack) {
  const packed = fromBase64(pack.data);
  return new Columns(pack, await unzipped(packed, pack.bytes));
}

/**
 * @param {string} data base64
 * @param {number} size in bytes, inflated
 * @returns {Promise<string>}
 */
export async function inflateText(data, size) {
  return new TextDecoder().decode(await unzipped(fromBase64(data), size));
}

/**
 * @param {Uint8Array<ArrayBuffer>} packed
 * @param {number} size
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function unzipped(packed, size) {
  if (typeof DecompressionStream === "undefined") return inflate(packed, size);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** @param {string} text */
function fromBase64(text) {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/**
 * @param {string} type
 * @param {number} count
 * @param {Uint8Array} bytes
 * @param {number} from
 * @returns {number} size of a column in bytes
 */
function width(type, count, bytes, from) {
  if (type === "u16") return count * 2;
  if (type !== "varint") return count;
  let at = from;
  for (let left = count; left > 0; at++) if (bytes[at] < 128) left--;
  return at - from;
}

/**
 * @param {Uint8Array} bytes seven bits a byte, the lowest first
 * @param {number} count
 */
export function varints(bytes, count) {
  const numbers = new Uint32Array(count);
  for (let i = 0, at = 0; i < count; i++) {
    let shift = 0;
    let byte = bytes[at++];
    let value = byte & 127;
    while (byte > 127) {
      byte = bytes[at++];
      shift += 7;
      value |= (byte & 127) << shift;
    }
    numbers[i] = value;
  }
  return numbers;
}
