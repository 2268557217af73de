import type { Reader, Token } from "./reader.ts";
import { RegexError, regexErrors } from "./regex-error.ts";
import type { Syntax } from "./syntax.ts";

/** RE_DUP_MAX. */
const repeatMax = 0x7fff;
const comma = 0x2c;
const fail = (message: string): never => {
  throw new RegexError(message);
};

/** A number that is none: nothing stands there, or something else does. */
const [absent, invalid] = [-1, -2];

interface Count {
  readonly value: number;
  /** What it ends with. */
  readonly token: Token;
}

/** Reads "2,5}", whose "{" has been read: bounds, or undefined, with nothing read, where the dialect takes it for text. */
export function interval(reader: Reader, syntax: Syntax): readonly [number, number] | undefined {
  const start = reader.at;
  const first = count(reader);
  const second = isComma(first.token) && first.value !== invalid ? count(reader) : undefined;
  const min = first.value !== absent ? first.value : second === undefined ? fail(regexErrors.interval) : 0;
  const { token } = second ?? first;
  const max = second?.value ?? (token.type === "closeInterval" ? min : invalid);
  if (min === invalid || max === invalid) {
    if (!syntax.has("invalidIntervalOrdinary")) fail(token.type === "end" ? regexErrors.brace : regexErrors.interval);
    reader.at = start;
    return undefined;
  }
  if ((max !== absent && min > max) || token.type !== "closeInterval") fail(regexErrors.interval);
  if ((max === absent ? min : max) > repeatMax) fail(regexErrors.size);
  return [min, max === absent ? Infinity : max];
}

const isComma = (token: Token): boolean => token.type === "character" && token.code === comma;

/** fetch_number of glibc's regcomp.c. */
function count(reader: Reader): Count {
  let value = absent;
  for (;;) {
    const token = reader.next();
    if (token.type === "end") return { value: invalid, token };
    const code = "code" in token ? token.code : -1;
    if (token.type === "closeInterval" || code === comma) return { value, token };
    const digit = token.type === "character" && code >= 0x30 && code <= 0x39 && value !== invalid;
    value = digit ? Math.min(repeatMax + 1, Math.max(value, 0) * 10 + code - 0x30) : invalid;
  }
}
