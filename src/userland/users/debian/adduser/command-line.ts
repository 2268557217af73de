import type { Word } from "../../../commands/options.ts";
import type { Impossible } from "../../../kernel/program.ts";
import { getOptions, type PerlOptions, refusedPerlOption } from "../getopt-long.ts";

/** Options of adduser and addgroup 3.134. */
const options = {
  extraGroups: { names: ["add-extra-groups", "add_extra_groups"] },
  allNames: { names: ["allow-all-names"] },
  badNames: { names: ["allow-badname", "allow-bad-names", "force-badname"] },
  comment: { names: ["comment", "gecos"], value: "s" },
  configuration: { names: ["conf", "c"], value: "s" },
  debug: { names: ["debug"], refused: "prints what Perl knows of its variables" },
  disabledLogin: { names: ["disabled-login"] },
  disabledPassword: { names: ["disabled-password"] },
  firstGid: { names: ["firstgid"], value: "i" },
  firstUid: { names: ["firstuid"], value: "i" },
  gid: { names: ["gid"], value: "i" },
  group: { names: ["group"] },
  help: { names: ["help", "h"] },
  home: { names: ["home"], value: "s" },
  inGroup: { names: ["ingroup"], value: "s" },
  lastGid: { names: ["lastgid"], value: "i" },
  lastUid: { names: ["lastuid"], value: "i" },
  noHome: { names: ["no-create-home"] },
  quiet: { names: ["quiet", "q"] },
  shell: { names: ["shell"], value: "s" },
  system: { names: ["system"] },
  uid: { names: ["uid"], value: "i" },
  verbose: { names: ["verbose"] },
  version: { names: ["version", "v"] },
} as const satisfies PerlOptions<string>;

type Name = keyof typeof options;

export interface CommandLine {
  readonly warnings: readonly string[];
  readonly names: readonly string[];
  readonly verbose: boolean;
  readonly configurations: readonly string[];
  has(name: Name): boolean;
  value(name: Name): string | undefined;
  number(name: Name): number | undefined;
}

export function readCommandLine(words: readonly Word[]): CommandLine {
  const { given, operands, warnings } = getOptions(words, options);
  const value = (name: Name) => given.findLast((one) => one.name === name)?.value;
  return {
    warnings,
    names: operands as readonly string[],
    verbose: given.findLast(({ name }) => name === "quiet" || name === "verbose")?.name !== "quiet",
    configurations: given.flatMap(({ name, value }) => (name === "configuration" ? [value] : [])),
    has: (name) => given.some((one) => one.name === name),
    value,
    number: (name) => (value(name) === undefined ? undefined : Number(value(name))),
  };
}

export const refusedWord = (words: readonly Word[]): Impossible | undefined => refusedPerlOption(words, options);
