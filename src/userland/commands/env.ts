import { SystemError } from "../kernel/errno.ts";
import { splitString } from "./env-split.ts";
import { Misuse, type Word } from "./options.ts";
import { becomeCommand } from "./run-command.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { tool } from "./tool.ts";

const signals = "what a process does with signals is not handed down to its children";

/** env(1), GNU coreutils: src/env.c. */
export const env = tool({
  options: {
    ignore: { short: "i", long: "ignore-environment" },
    null: { short: "0", long: "null" },
    unset: { short: "u", long: "unset", value: "required" },
    chdir: { short: "C", long: "chdir", value: "required" },
    defaultSignal: { long: "default-signal", value: "optional", refused: signals },
    ignoreSignal: { long: "ignore-signal", value: "optional", refused: signals },
    blockSignal: { long: "block-signal", value: "optional", refused: signals },
    listSignals: { long: "list-signal-handling", refused: signals },
    debug: { short: "v", long: "debug", refused: "tells its own steps" },
    split: { short: "S", long: "split-string", value: "required" },
    ...standardOptions,
    space: { short: " \t\n\v\f\r" },
  },
  order: "in-order",
  misuse: 125,
  rewrite,
  run: buffered(async (io, { given, has, value, values, operands }) => {
    const odd = given.find(({ name }) => name === "space");
    if (odd !== undefined) {
      await io.complain(`invalid option -- '${odd.as[1]}'`);
      throw new Misuse("use -[v]S to pass options in shebang lines");
    }
    const rest = [...operands];
    const dash = rest[0] === "-";
    if (dash) rest.shift();
    const variables = new Map(has("ignore") || dash ? [] : io.proc.env);
    if (!has("ignore") && !dash) for (const name of values("unset")) await unset(io, variables, name);
    for (; rest[0]?.includes("="); rest.shift()) {
      const at = rest[0].indexOf("=");
      variables.set(rest[0].slice(0, at), rest[0].slice(at + 1));
    }
    if (has("null") && rest.length > 0) throw new Misuse("cannot specify --null (-0) with command");
    const cwd = value("chdir");
    if (cwd !== undefined && rest.length === 0) throw new Misuse("must specify command with --chdir (-C)");
    if (rest.length === 0) {
      for (const [name, text] of variables) await io.put(`${name}=${text}${has("null") ? "\0" : "\n"}`);
      return 0;
    }
    if (cwd !== undefined) await enter(io, cwd);
    const own = io.proc.args;
    const status = await becomeCommand(io.proc, rest, io.quote, variables);
    if (status === 127 && io.proc.args === own && /[ \t\n\v\f\r]/.test(rest[0]!))
      await io.complain("use -[v]S to pass options in shebang lines");
    return status;
  }),
});

async function unset(io: Stdio, variables: Map<string, string>, name: string): Promise<void> {
  if (name === "" || name.includes("=")) await io.die(`cannot unset ${io.quote(name)}: Invalid argument`, 125);
  variables.delete(name);
}

async function enter(io: Stdio, path: string): Promise<void> {
  try {
    const { proc } = io;
    const at = proc.files.realPath(path);
    if (proc.files.stat(at).type !== "directory") throw new SystemError("ENOTDIR");
    proc.files.access(at, { execute: true });
    proc.cwd = at;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    await io.die(`cannot change directory to ${io.quoteaf(path)}: ${error.message}`, 125);
  }
}

/** -S "words" is those words in its place. */
function rewrite(words: readonly Word[]): readonly Word[] {
  const done: Word[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined || word === "--" || word === "-" || !word.startsWith("-"))
      return [...done, ...words.slice(at)];
    const [, before, attached] = /^-([iv0]*)S(.*)$/s.exec(word) ?? /^(-)-split-string(?:=(.*))?$/s.exec(word) ?? [];
    if (before === undefined) {
      done.push(word);
      if (/^-[iv0]*[uC]$|^--(?:unset|chdir)$/.test(word)) done.push(...words.slice(++at, at + 1));
      continue;
    }
    const text = attached === undefined || (attached === "" && !word.includes("=")) ? words[++at] : attached;
    if (text === undefined) return [...done, word];
    const flags = before === "" || before === "-" ? [] : [`-${before}`];
    return rewriteMore(done, flags, splitString(text), words.slice(at + 1));
  }
  return done;
}

const rewriteMore = (
  done: readonly Word[],
  flags: readonly string[],
  inside: readonly string[],
  rest: readonly Word[],
) => [...done, ...flags, ...rewrite([...inside, ...rest])];
