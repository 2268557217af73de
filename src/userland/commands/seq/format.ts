import type { Conversion } from "../c-format/conversion.ts";
import { formatReal } from "../c-format/format-real.ts";
import type { Real, RealFormat } from "../c-format/real.ts";
import type { Stdio } from "../stdio.ts";

export interface SeqFormat {
  readonly prefix: string;
  readonly suffix: string;
  /** The number with what stands around it. */
  show(value: Real): string;
}

/** -f: text with one directive of a real number. */
export async function givenFormat(io: Stdio, text: string, real: RealFormat): Promise<SeqFormat> {
  const quoted = io.quote(text);
  const start = /^(?:[^%]|%%)*/.exec(text)![0].length;
  if (start === text.length) await io.die(`format ${quoted} has no % directive`);
  const [, flags = "", width = "", precision] = /^%([-+#0 ']*)(\d*)(?:\.(\d*))?L?/.exec(text.slice(start))!;
  const all = /^%[-+#0 ']*\d*(?:\.\d*)?L?/.exec(text.slice(start))![0];
  const at = start + all.length;
  const letter = text[at];
  if (letter === undefined) await io.die(`format ${quoted} ends in %`);
  if (!"efgaEFGA".includes(letter!)) await io.die(`format ${quoted} has unknown %${letter} directive`);
  const rest = text.slice(at + 1);
  if (!/^(?:[^%]|%%)*$/.test(rest)) await io.die(`format ${quoted} has too many % directives`);
  const conversion: Conversion = {
    left: flags.includes("-"),
    plus: flags.includes("+"),
    space: flags.includes(" "),
    alternate: flags.includes("#"),
    zero: flags.includes("0"),
    width: Number(width),
    precision: precision === undefined ? undefined : Number(precision),
  };
  const prefix = text.slice(0, start).replaceAll("%%", "%");
  const suffix = rest.replaceAll("%%", "%");
  return { prefix, suffix, show: (value) => prefix + formatReal(conversion, letter!, value, real) + suffix };
}
