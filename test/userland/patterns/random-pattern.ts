// Patterns and texts that a seed decides, for comparison with sed, whose answers are glibc's.

export interface RandomPattern {
  readonly extended: boolean;
  readonly utf8: boolean;
  /** sed's flags: "", "I", "M", "g" and so on. */
  readonly flags: string;
  readonly pattern: string;
  readonly texts: readonly string[];
  /** Groups that the replacement asks for. */
  readonly groups: number;
}

/** mulberry32. */
function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const atoms = ["a", "b", "c", "a", "b", ".", "[ab]", "[^a]", "[[:alpha:]]", "\\w", "\\W", "x", "_", " "];
const wide = ["é", "ß", "[é]", "[^é]", "Ω"];
const anchors = ["^", "$", "\\b", "\\B", "\\<", "\\>", "\\`", "\\'"];

/** One pattern with texts to try it on. */
export function randomPattern(seed: number): RandomPattern {
  const random = randomOf(seed);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)]!;
  const extended = random(3) > 0;
  const utf8 = random(3) === 0;
  const references = random(4) === 0;
  let groups = 0;
  let closed: number[] = [];
  const repeat = (): string => {
    if (random(10) > 3) return "";
    const [n, m] = [random(3), random(3)];
    const interval = pick([`${n}`, `${n},`, `,${m}`, `${n},${n + m}`]);
    if (extended) return pick(["*", "*", "+", "?", `{${interval}}`]);
    return pick(["*", "*", "\\+", "\\?", `\\{${interval}\\}`]);
  };
  const group = (depth: number): string => {
    const number = ++groups;
    const body = choice(depth - 1);
    closed.push(number);
    return extended ? `(${body})` : `\\(${body}\\)`;
  };
  const part = (depth: number): string => {
    const kind = random(20);
    if (kind === 0) return pick(anchors);
    if (kind < 6 && depth > 0 && groups < 6) return group(depth) + repeat();
    if (references && kind < 9 && closed.length > 0) return `\\${pick(closed)}${repeat()}`;
    return pick(utf8 && random(4) === 0 ? wide : atoms) + repeat();
  };
  const sequence = (depth: number): string => {
    let text = "";
    for (let left = random(10) === 0 ? 0 : 1 + random(3); left > 0; left--) text += part(depth);
    return text;
  };
  const choice = (depth: number): string => {
    const before = closed;
    const branches: string[] = [];
    for (let left = random(3) === 0 ? 2 + random(2) : 1; left > 0; left--) {
      closed = [...before];
      branches.push(sequence(depth));
    }
    return branches.join(extended ? "|" : "\\|");
  };
  const letters = ["a", "b", "c", "a", "b", "a", "x", "_", " ", "A", ...(utf8 ? ["é", "ß", "É", "Ω"] : [])];
  const text = (): string => Array.from({ length: random(9) }, () => pick(letters)).join("");
  const pattern = choice(3);
  const flags = `${pick(["", "", "g", "g", "2"])}${pick(["", "", "I", "M"])}`;
  return { extended, utf8, flags, pattern, texts: Array.from({ length: 6 }, text), groups };
}
