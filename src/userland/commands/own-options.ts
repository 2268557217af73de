import type { FileStat } from "../kernel/files.ts";
import type { ChangeOwner } from "./change-owner.ts";
import type { Arguments } from "./options.ts";
import { standardOptions } from "./standard-options.ts";
import type { Stdio } from "./stdio.ts";

/** What chown and chgrp share. */
export const ownOptions = {
  recursive: { short: "R", long: "recursive" },
  changes: { short: "c", long: "changes" },
  referent: { long: "dereference" },
  link: { short: "h", long: "no-dereference" },
  noPreserveRoot: { long: "no-preserve-root" },
  preserveRoot: { long: "preserve-root" },
  silent: { short: "f", long: ["quiet", "silent"] },
  reference: { long: "reference", value: "required" },
  verbose: { short: "v", long: "verbose" },
  roots: { short: "H" },
  always: { short: "L" },
  never: { short: "P" },
  ...standardOptions,
} as const;

type Shared = Pick<ChangeOwner, "recursive" | "follow" | "referent" | "silent" | "verbosity" | "root">;

/** The last of several options. */
export const lastOf = <Name extends string, Wanted extends Name>(
  { given }: Arguments<Name>,
  ...names: readonly Wanted[]
): Wanted | undefined =>
  given.findLast(({ name }) => (names as readonly Name[]).includes(name))?.name as Wanted | undefined;

export async function sharedSettings(io: Stdio, args: Arguments<keyof typeof ownOptions>): Promise<Shared> {
  const { has } = args;
  const recursive = has("recursive");
  const follow = recursive ? (lastOf(args, "roots", "always", "never") ?? "never") : "never";
  const dereference = lastOf(args, "referent", "link");
  if (recursive && follow === "never" && dereference === "referent")
    await io.die("-R --dereference requires either -H or -L");
  const verbosity = { changes: "changes", verbose: "high" } as const;
  return {
    recursive,
    follow,
    referent: dereference === undefined ? !(recursive && follow === "never") : dereference === "referent",
    silent: has("silent"),
    verbosity: verbosity[lastOf(args, "changes", "verbose") ?? ("" as "verbose")] ?? "off",
    root: recursive && lastOf(args, "preserveRoot", "noPreserveRoot") === "preserveRoot" ? rootStat(io) : undefined,
  };
}

const rootStat = (io: Stdio): FileStat => io.proc.files.lstat("/");
