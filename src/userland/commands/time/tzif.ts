import { type Offset, posixZone } from "./posix-zone.ts";

/**
 * The zone that a file of /usr/share/zoneinfo tells of (RFC 8536); undefined where it is none.
 * Before its first change its first standard time holds, as in glibc.
 */
export function tzif(bytes: Uint8Array): ((seconds: number) => Offset) | undefined {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const first = header(data, 0);
    if (first === undefined) return undefined;
    if (first.version === 0) return zone(data, first, 4, undefined);
    const second = header(data, first.end(4));
    if (second === undefined) return undefined;
    const footer = data.toString("latin1", second.end(8) + 1);
    const end = footer.indexOf("\n");
    return zone(data, second, 8, end > 0 ? posixZone(footer.slice(0, end)) : undefined);
  } catch (error) {
    // Shorter than it says.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function header(data: Buffer, at: number) {
  if (data.toString("latin1", at, at + 4) !== "TZif") return undefined;
  const [isUtc, isStandard, leaps, times, types, characters] = [20, 24, 28, 32, 36, 40].map((place) =>
    data.readUInt32BE(at + place),
  ) as [number, number, number, number, number, number];
  const start = at + 44;
  return {
    version: data[at + 4]!,
    times,
    types,
    start,
    end: (size: 4 | 8) =>
      start + times * size + times + types * 6 + characters + leaps * (size + 4) + isStandard + isUtc,
  };
}

function zone(
  data: Buffer,
  { times, types, start }: { times: number; types: number; start: number },
  size: 4 | 8,
  after: ((seconds: number) => Offset) | undefined,
) {
  const indexes = start + times * size;
  const offsets = indexes + times;
  const names = offsets + types * 6;
  const changes = Array.from({ length: times }, (_, at) =>
    size === 8 ? Number(data.readBigInt64BE(start + at * 8)) : data.readInt32BE(start + at * 4),
  );
  const kinds = Array.from({ length: types }, (_, type): Offset => {
    const place = offsets + type * 6;
    const name = names + data.readUInt8(place + 5);
    return {
      seconds: data.readInt32BE(place),
      summer: data.readUInt8(place + 4) !== 0,
      name: data.toString("latin1", name, data.indexOf(0, name)),
    };
  });
  const before = kinds.find(({ summer }) => !summer) ?? kinds[0]!;
  return (seconds: number): Offset => {
    if (times === 0) return after?.(seconds) ?? before;
    if (seconds < changes[0]!) return before;
    if (after !== undefined && seconds >= changes[times - 1]!) return after(seconds);
    let low = 0;
    let high = times;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (changes[middle]! <= seconds) low = middle;
      else high = middle;
    }
    return kinds[data.readUInt8(indexes + low)]!;
  };
}
