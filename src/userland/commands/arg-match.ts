import { Exit } from "../kernel/program.ts";
import type { Stdio } from "./stdio.ts";

/**
 * gnulib's XARGMATCH: the meaning of an option's value, for which any unambiguous beginning will
 * do. Names with the same meaning stand side by side.
 */
export async function argMatch<Meaning>(
  io: Stdio,
  option: string,
  value: string,
  names: readonly (readonly [string, Meaning])[],
  status = 1,
): Promise<Meaning> {
  const exact = names.find(([name]) => name === value);
  if (exact !== undefined) return exact[1];
  const close = names.filter(([name]) => name.startsWith(value));
  const meanings = new Set(close.map(([, meaning]) => meaning));
  if (meanings.size === 1) return close[0]![1];
  const kind = meanings.size === 0 ? "invalid" : "ambiguous";
  await io.complain(`${kind} argument ${io.quote(value)} for ${io.quote(option)}`);
  await io.proc.err(`${validArguments(io, names)}Try '${io.name} --help' for more information.\n`);
  throw new Exit(status);
}

/** One line for each meaning. */
function validArguments<Meaning>(io: Stdio, names: readonly (readonly [string, Meaning])[]): string {
  const lines = names.map(([name, meaning], at) =>
    at > 0 && names[at - 1]![1] === meaning ? `, ${io.quote(name)}` : `\n  - ${io.quote(name)}`,
  );
  return `Valid arguments are:${lines.join("")}\n`;
}
