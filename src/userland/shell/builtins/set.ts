import type { Builtin, Shell } from "../shell.ts";
import { ShellError } from "../state/failure.ts";
import { number } from "../state/numbers.ts";
import { type OptionName, optionNames, optionOfLetter } from "../state/options.ts";
import { showVariables } from "./variables.ts";

/** How options are set: by `set`, or when the shell begins, where there are more. */
export interface OptionWords {
  readonly words: readonly string[];
  /** -c, -l: told, and taken. */
  readonly atStart?: (letter: string) => boolean;
}

/** Sets options, and answers with the words behind them; undefined where "--" stood there alone (dash: options()). */
export function readOptions(
  shell: Shell,
  { words, atStart }: OptionWords,
): { rest: readonly string[]; cleared: boolean } {
  let at = 0;
  const changed = new Set(shell.options);
  const turn = (name: OptionName, on: boolean) => (on ? changed.add(name) : changed.delete(name));
  try {
    while (at < words.length) {
      const word = words[at]!;
      if (!/^[-+]/.test(word)) break;
      at++;
      const on = word.startsWith("-");
      if (word === "-" || word === "--") {
        if (atStart === undefined && word === "-") for (const name of ["xtrace", "verbose"] as const) turn(name, false);
        return { rest: words.slice(at), cleared: word === "--" && at === words.length };
      }
      for (const letter of word.slice(1)) {
        if (atStart?.(letter)) continue;
        if (letter === "o") {
          const name = words[at];
          if (name !== undefined) at++;
          named(shell, name, on, { changed, turn });
          continue;
        }
        const name = optionOfLetter(letter);
        if (name === undefined) throw new ShellError(`Illegal option -${letter}`);
        turn(name, on);
        if (on && name === "vi") turn("emacs", false);
        if (on && name === "emacs") turn("vi", false);
      }
    }
    return { rest: words.slice(at), cleared: false };
  } finally {
    shell.setOptions(changed);
  }
}

interface Turning {
  readonly changed: ReadonlySet<OptionName>;
  readonly turn: (name: OptionName, on: boolean) => unknown;
}

/** `-o name`; without a name all are printed. */
function named(shell: Shell, name: string | undefined, on: boolean, { changed, turn }: Turning): void {
  if (name === undefined) {
    if (on) shell.print("Current option settings\n");
    for (const each of optionNames) {
      const isOn = changed.has(each);
      shell.print(on ? `${each.padEnd(16)}${isOn ? "on" : "off"}\n` : `set ${isOn ? "-o" : "+o"} ${each}\n`);
    }
    return;
  }
  const known = optionNames.find((each) => each === name);
  if (known === undefined) throw new ShellError(`Illegal option -o ${name}`);
  turn(known, on);
}

const set: Builtin = {
  special: true,
  async run(shell, [, ...words]) {
    if (words.length === 0) return showVariables(shell, "", ({ value }) => value !== undefined);
    const { rest, cleared } = readOptions(shell, { words });
    if (shell.options.has("monitor")) {
      await shell.warn("can't access tty; job control turned off");
      shell.setOptions([...shell.options].filter((name) => name !== "monitor"));
    }
    if (rest.length > 0 || cleared) shell.setParameters(rest);
    return 0;
  },
};

const shift: Builtin = {
  special: true,
  run(shell, [, count]) {
    const parameters = shell.positional.parameters;
    const many = count === undefined ? 1 : number(count);
    if (many > parameters.length) throw new ShellError("can't shift that many");
    shell.setParameters(parameters.slice(many));
    return 0;
  },
};

export const setBuiltins: readonly (readonly [string, Builtin])[] = [
  ["set", set],
  ["shift", shift],
];
