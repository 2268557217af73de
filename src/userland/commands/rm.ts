import { SystemError } from "../kernel/errno.ts";
import type { Process } from "../kernel/process.ts";
import { Answers } from "./answers.ts";
import { argMatch } from "./arg-match.ts";
import { type Arguments, misuse } from "./options.ts";
import { remove, type RemoveOptions } from "./remove.ts";
import { isUtf8 } from "./locale.ts";
import { quotesOf } from "./messages.ts";
import { quoteIn } from "./quote.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { tool } from "./tool.ts";
import { tried } from "./tried.ts";

const options = {
  force: { short: "f", long: "force" },
  always: { short: "i" },
  once: { short: "I" },
  interactive: { long: "interactive", value: "optional" },
  oneDevice: { long: "one-file-system" },
  noPreserveRoot: { long: "no-preserve-root" },
  preserveRoot: { long: "preserve-root", value: "optional" },
  terminal: { long: "-presume-input-tty" },
  recursive: { short: "rR", long: "recursive" },
  directories: { short: "d", long: "dir" },
  verbose: { short: "v", long: "verbose" },
  ...standardOptions,
} as const;

type Name = keyof typeof options;
type When = "never" | "sometimes" | "always";

const whens = [
  ["never", "never"],
  ["no", "never"],
  ["none", "never"],
  ["once", "sometimes"],
  ["always", "always"],
  ["yes", "always"],
] as const satisfies readonly (readonly [string, When])[];

const meanings: Readonly<Partial<Record<Name, When>>> = { force: "never", always: "always", once: "sometimes" };

/** rm of coreutils. */
export const rm = tool({ options, advice, run: buffered(run) });

/** For somebody who wants to remove a file whose name begins with a dash. */
async function advice(proc: Process): Promise<string | undefined> {
  const found = proc.args
    .slice(1)
    .find((word) => /^-./.test(word) && !(tried(() => proc.files.lstat(word)) instanceof SystemError));
  if (found === undefined) return undefined;
  const { quoteaf } = await quotesOf(proc);
  const bare = quoteIn("shell-escape", found, { utf8: await isUtf8(proc) });
  return `Try '${proc.args[0]} ./${bare}' to remove the file ${quoteaf(found)}.`;
}

async function run(io: Stdio, args: Arguments<Name>): Promise<number> {
  const settings = await settingsOf(io, args);
  const { operands } = args;
  if (operands.length === 0) return settings.ignoreMissing ? 0 : misuse(io.proc, "missing operand", 1);
  const count = operands.length;
  const answers = new Answers(io.proc);
  if (settings.once && (settings.recursive || count > 3)) {
    const what = `${count} argument${count === 1 ? "" : "s"}${settings.recursive ? " recursively" : ""}`;
    if (!(await answers.yes(`${io.name}: remove ${what}? `))) return 0;
  }
  return (await remove(io, operands, settings, answers)) ? 0 : 1;
}

async function settingsOf(io: Stdio, { given, has }: Arguments<Name>): Promise<RemoveOptions & { once: boolean }> {
  let interactive: When = "sometimes";
  let ignoreMissing = false;
  let once = false;
  let preserveRoot = true;
  let preserveAllRoots = false;
  for (const { name, value } of given) {
    const when = name === "interactive" ? await whenOf(io, value) : meanings[name];
    if (when !== undefined) {
      interactive = when;
      once = when === "sometimes";
      if (name === "force") ignoreMissing = true;
      else if (when !== "never") ignoreMissing = false;
    }
    if (name === "noPreserveRoot") preserveRoot = false;
    if (name === "preserveRoot") {
      if (value !== undefined && value !== "all")
        await io.die(`unrecognized --preserve-root argument: ${io.quoteaf(value)}`);
      preserveAllRoots ||= value === "all";
      preserveRoot = true;
    }
  }
  const root = has("recursive") && preserveRoot ? io.proc.files.lstat("/") : undefined;
  return {
    ...{ interactive, ignoreMissing, once, preserveAllRoots, root },
    recursive: has("recursive"),
    emptyDirectories: has("directories"),
    terminal: has("terminal"),
    oneDevice: has("oneDevice"),
    verbose: has("verbose"),
  };
}

const whenOf = async (io: Stdio, value: string | undefined): Promise<When> =>
  value === undefined ? "always" : argMatch<When>(io, "--interactive", value, whens);
