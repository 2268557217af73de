import type { Builtin, Shell } from "../shell.ts";
import { ShellError } from "../state/failure.ts";

/** getopts (dash: getopts() in src/options.c). */
export const getopts: Builtin = {
  regular: true,
  async run(shell, [, letters, name, ...words]) {
    if (letters === undefined || name === undefined) throw new ShellError("Usage: getopts optstring var [arg...]");
    const { parameters, place } = shell.positional;
    const args = words.length > 0 ? words : parameters;
    if (place.index > args.length + 1 || place.index < 0) Object.assign(place, { index: 1, offset: -1 });
    return next(shell, letters, name, args);
  },
};

async function next(shell: Shell, letters: string, name: string, args: readonly string[]): Promise<number> {
  const { place } = shell.positional;
  let { index } = place;
  const before = args[index - 2];
  let rest =
    index <= 1 || place.offset < 0 || before === undefined || before.length < place.offset
      ? ""
      : before.slice(place.offset);
  if (rest === "") {
    const word = args[index - 1];
    const option = word !== undefined && word.startsWith("-") && word !== "-";
    if (option) index++;
    if (!option || word === "--") return finish(shell, { name, value: "?", index, offset: -1 }, 1);
    rest = word.slice(1);
  }
  const letter = rest[0]!;
  rest = rest.slice(1);
  const offset = () => args[index - 2]!.length - rest.length;
  const known = findLetter(letters, letter);
  const quiet = letters.startsWith(":");
  if (known < 0) {
    await complain(shell, quiet, letter, `Illegal option -${letter}`);
    return finish(shell, { name, value: "?", index, offset: offset() }, 0);
  }
  if (letters[known + 1] !== ":") {
    shell.variables.set("OPTARG", "");
    return finish(shell, { name, value: letter, index, offset: offset() }, 0);
  }
  const value = rest === "" ? args[index - 1] : rest;
  if (value === undefined) {
    await complain(shell, quiet, letter, `No arg for -${letter} option`);
    return finish(shell, { name, value: quiet ? ":" : "?", index, offset: offset() }, 0);
  }
  if (rest === "") index++;
  shell.variables.set("OPTARG", value);
  return finish(shell, { name, value: letter, index, offset: -1 }, 0);
}

/** A colon is none, nor is what stands behind one. */
function findLetter(letters: string, letter: string): number {
  for (let at = 0; at < letters.length;) {
    if (letters[at] === letter) return at;
    at++;
    if (letters[at] === ":") at++;
  }
  return -1;
}

async function complain(shell: Shell, quiet: boolean, letter: string, message: string): Promise<void> {
  if (quiet) shell.variables.set("OPTARG", letter);
  else {
    await shell.proc.err(`${message}\n`);
    shell.variables.set("OPTARG", undefined);
  }
}

interface Result {
  readonly name: string;
  readonly value: string;
  readonly index: number;
  /** Where to go on in the word before; -1 where that is done. */
  readonly offset: number;
}

function finish(shell: Shell, { name, value, index, offset }: Result, status: number): number {
  shell.variables.set("OPTIND", String(index));
  shell.variables.set(name, value);
  Object.assign(shell.positional.place, { index, offset });
  return status;
}
