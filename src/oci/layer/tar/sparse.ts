import { limits } from "../../../limits.ts";
import { problem } from "../errors.ts";
import { readNumber } from "./number.ts";
import { type PaxRecords, paxInteger } from "./pax.ts";

const bad = (why: string) => problem("layer/bad-tar", `the map of a sparse file cannot be used: ${why}`);

/** A map as numbers: offset, length, offset, length, … */
type Numbers = readonly number[];

/**
 * The map is in order, within the file and adds up to what is stored. Otherwise holes could hide or
 * repeat bytes, and (CVE-2025-58183) a map could be endless.
 */
export function checkedMap(map: Numbers, size: number, stored: number): Numbers {
  if (map.length % 2 !== 0) throw bad("half a pair");
  if (map.length / 2 > limits.sparseEntries) throw problem("layer/too-large", "a sparse file has too many parts");
  let end = 0;
  let sum = 0;
  for (let i = 0; i < map.length; i += 2) {
    if (map[i]! < end || map[i + 1]! < 0) throw bad("parts overlap or are out of order");
    end = map[i]! + map[i + 1]!;
    sum += map[i + 1]!;
  }
  if (end > size) throw bad("a part is beyond the file's end");
  if (sum !== stored) throw bad("its parts do not add up to what is stored");
  return map;
}

/** Old GNU: pairs of 12-byte fields from `at`, up to `count`, ended by an empty one. */
export function readOldPairs(block: Buffer, at: number, count: number): Numbers {
  const map: number[] = [];
  for (let i = 0; i < count && block[at + 24 * i] !== 0; i++) {
    const start = at + 24 * i;
    map.push(readNumber(block.subarray(start, start + 12), "a part's offset"));
    map.push(readNumber(block.subarray(start + 12, start + 24), "a part's length"));
  }
  return map;
}

/** What PAX records say of a sparse file; `map` is absent where it stands in front of the content (1.0). */
export function sparseOf(records: PaxRecords | undefined) {
  const size = records?.get("GNU.sparse.realsize") ?? records?.get("GNU.sparse.size");
  const map = records?.get("GNU.sparse.map");
  const major = records?.get("GNU.sparse.major");
  if (size === undefined) {
    if (map !== undefined || major !== undefined) throw bad("the file's size is missing");
    return undefined;
  }
  if (map === undefined && (major !== "1" || records?.get("GNU.sparse.minor") !== "0"))
    throw bad("its version is not known");
  if (map !== undefined && map.length > limits.paxHeader) throw problem("layer/too-large", "a sparse map is too large");
  return {
    size: paxInteger(size, "GNU.sparse.realsize"),
    name: records?.get("GNU.sparse.name"),
    map: map === undefined || map === "" ? (map === "" ? [] : undefined) : numbers(map.split(",")),
  };
}

const numbers = (texts: readonly string[]): number[] => texts.map((text) => paxInteger(text, "a sparse map"));

/** Version 1.0: lines of decimals, the number of pairs first, up to the end of a block. */
export class MapInFront {
  #text = "";
  #lines = 0;
  blocks = 0;

  /** The whole map once its last block is here. */
  add(block: Buffer): Numbers | undefined {
    const text = block.toString("latin1");
    for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) === 10) this.#lines++;
    this.#text += text;
    this.blocks++;
    const count = /^[0-9]{1,9}(?=\n)/.exec(this.#text)?.[0];
    if (count === undefined) throw bad("it does not begin with the number of its parts");
    if (Number(count) > limits.sparseEntries) throw problem("layer/too-large", "a sparse file has too many parts");
    if (this.#lines < 1 + 2 * Number(count)) return undefined;
    return numbers(this.#text.split("\n").slice(1, 1 + 2 * Number(count)));
  }
}
