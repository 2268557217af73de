/** 64 bits as two integers of 32, low half first: BigInt would be ten times slower. */
type Word = readonly [number, number];

const prime1: Word = [0x85ebca87 | 0, 0x9e3779b1 | 0];
const prime2: Word = [0x27d4eb4f | 0, 0xc2b2ae3d | 0];
const prime3: Word = [0x9e3779f9 | 0, 0x165667b1 | 0];
const prime4: Word = [0xc2b2ae63 | 0, 0x85ebca77 | 0];
const prime5: Word = [0x165667c5 | 0, 0x27d4eb2f | 0];

const xor = (a: Word, b: Word): Word => [a[0] ^ b[0], a[1] ^ b[1]];

function add(a: Word, b: Word): Word {
  const low = (a[0] >>> 0) + (b[0] >>> 0);
  return [low | 0, (a[1] + b[1] + (low > 0xffffffff ? 1 : 0)) | 0];
}

function multiply(a: Word, b: Word): Word {
  const [aLow, aHigh, bLow, bHigh] = [a[0] & 0xffff, a[0] >>> 16, b[0] & 0xffff, b[0] >>> 16];
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = (middle & 0xffff) + aLow * bHigh;
  const high = aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(carry / 65536);
  return [Math.imul(a[0], b[0]), (high + Math.imul(a[0], b[1]) + Math.imul(a[1], b[0])) | 0];
}

function rotate([low, high]: Word, by: number): Word {
  if (by >= 32) return rotate([high, low], by - 32);
  return by === 0 ? [low, high] : [(low << by) | (high >>> (32 - by)), (high << by) | (low >>> (32 - by))];
}

/** Exclusive or with itself, `by` bits further down. */
function fold(word: Word, by: number): Word {
  const [low, high] = word;
  const shifted: Word = by >= 32 ? [high >>> (by - 32), 0] : [(low >>> by) | (high << (32 - by)), high >>> by];
  return xor(word, shifted);
}

const round = (lane: Word, input: Word): Word => multiply(rotate(add(lane, multiply(input, prime2)), 31), prime1);

const stripeSize = 32;

/** XXH64 with seed 0, https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md, the checksum of zstd's frames. */
export function xxh64() {
  let lanes: readonly Word[] = [add(prime1, prime2), prime2, [0, 0], negative(prime1)];
  let length = 0;
  const rest = Buffer.alloc(stripeSize);
  const stripe = (view: DataView, at: number) => {
    lanes = lanes.map((lane, i) => round(lane, word(view, at + i * 8)));
  };
  const update = (bytes: Uint8Array) => {
    let at = 0;
    if (length % stripeSize !== 0) {
      at = Math.min(stripeSize - (length % stripeSize), bytes.length);
      rest.set(bytes.subarray(0, at), length % stripeSize);
      if ((length + at) % stripeSize === 0) stripe(viewOf(rest), 0);
    }
    const view = viewOf(bytes);
    for (; at + stripeSize <= bytes.length; at += stripeSize) stripe(view, at);
    if (at < bytes.length) rest.set(bytes.subarray(at));
    length += bytes.length;
  };
  /** The low 32 bits, unsigned: zstd keeps only those. */
  const digestLow = () => finish(length < stripeSize ? prime5 : converge(lanes), rest, length)[0] >>> 0;
  return { update, digestLow };
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
const word = (view: DataView, at: number): Word => [view.getInt32(at, true), view.getInt32(at + 4, true)];
const negative = ([low, high]: Word): Word => add([~low, ~high], [1, 0]);

function converge(lanes: readonly Word[]): Word {
  const sum = lanes.map((lane, i) => rotate(lane, [1, 7, 12, 18][i]!)).reduce(add);
  return lanes.reduce((hash, lane) => add(multiply(xor(hash, round([0, 0], lane)), prime1), prime4), sum);
}

function finish(begin: Word, rest: Buffer, length: number): Word {
  let hash = add(begin, [length | 0, Math.floor(length / 2 ** 32)]);
  const view = viewOf(rest.subarray(0, length % stripeSize));
  let at = 0;
  for (; at + 8 <= view.byteLength; at += 8)
    hash = add(multiply(rotate(xor(hash, round([0, 0], word(view, at))), 27), prime1), prime4);
  if (at + 4 <= view.byteLength) {
    hash = add(multiply(rotate(xor(hash, multiply([view.getInt32(at, true), 0], prime1)), 23), prime2), prime3);
    at += 4;
  }
  for (; at < view.byteLength; at++)
    hash = multiply(rotate(xor(hash, multiply([view.getUint8(at), 0], prime5)), 11), prime1);
  return fold(multiply(fold(multiply(fold(hash, 33), prime2), 29), prime3), 32);
}
