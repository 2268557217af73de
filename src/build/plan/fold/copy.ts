import path from "node:path/posix";
import { readPatterns } from "../../../dockerfile/ignore/ignore.ts";
import { chomped } from "../../../dockerfile/lex/heredoc.ts";
import type { Add, Copy, Word } from "../../../dockerfile/syntax.ts";
import { parseChmod } from "../../../dockerfile/values/chmod.ts";
import { parseChown } from "../../../dockerfile/values/chown.ts";
import type { DjibError } from "../../../errors.ts";
import { problem } from "../../errors.ts";
import type { CopySource } from "../plan.ts";
import type { Scope } from "../scope.ts";
import { type StageState, withStep } from "../state.ts";
import { common } from "./common.ts";
import { absolute } from "./workdir.ts";

export function copy(state: StageState, instruction: Copy, scope: Scope): StageState {
  const from: CopySource = instruction.from === undefined ? { kind: "context" } : scope.source(instruction.from);
  return transfer(state, instruction, scope, from, false);
}

export function add(state: StageState, instruction: Add, scope: Scope): StageState {
  return transfer(state, instruction, scope, { kind: "context" }, instruction.unpack);
}

function transfer(
  state: StageState,
  instruction: Copy | Add,
  scope: Scope,
  from: CopySource,
  unpack: boolean | undefined,
): StageState {
  const words = instruction.sources.flatMap((source) => (source.type === "path" ? [source.path] : []));
  const heredocs = instruction.sources.flatMap((source) => (source.type === "inline" ? [source.heredoc] : []));
  for (const source of words) if (isRemote(source.text)) throw remote(instruction.name, source);
  refuseUnsupported(instruction);
  const parents = instruction.name === "COPY" && instruction.parents;
  readPatterns(instruction.exclude);
  const destination = instruction.destination.text;
  // An empty variable is as good as no flag; whatever else is wrong is told before anything is built.
  const chown = instruction.chown?.text || undefined;
  const chmod = instruction.chmod?.text || undefined;
  if (chown !== undefined) parseChown(instruction.chown!);
  if (chmod !== undefined) parseChmod(instruction.chmod!);
  const shown = [
    instruction.name,
    ...(parents ? ["--parents"] : []),
    ...(chown ? [`--chown=${chown}`] : []),
    ...(chmod ? [`--chmod=${chmod}`] : []),
    ...words.map((word) => word.text),
    ...heredocs.map(({ name }) => `<<${name}`),
    destination,
  ];
  return withStep(state, {
    ...common(state, instruction, scope),
    verb: instruction.name === "ADD" ? "add" : "copy",
    createdBy: `${shown.join(" ")} # buildkit`,
    from,
    sources: words,
    inline: heredocs.map((heredoc) => ({ name: heredoc.name, content: chomped(heredoc) })),
    destination: target(destination, state),
    chown,
    chmod,
    unpack,
    link: instruction.link,
    parents,
    exclude: instruction.exclude,
  });
}

/** Absolute; a trailing slash, "." and "" mean that it is a directory. */
function target(text: string, state: StageState): string {
  const clean = absolute(text, state);
  return text === "" || text === "." || /(^|\/)\.?$/.test(text) ? path.join(clean, "/") : clean;
}

const isRemote = (text: string): boolean => /^(https?:\/\/|git:\/\/|ssh:\/\/|git@)/.test(text);

function remote(verb: string, { text, where }: { readonly text: string; readonly where: Word["where"] }): DjibError {
  const shown = text.replace(/\/\/[^/@]*@/, "//");
  if (verb === "COPY")
    return problem("build/not-yet", `COPY takes no address: ${shown}`, {
      where,
      help: "ADD fetches files from the network",
    });
  return problem("build/not-yet", `ADD of an address is not supported in this version: ${shown}`, {
    where,
    help: "fetch the file in a RUN line (with a checksum), or put it into the build context",
  });
}

/** Flags that parse and are not executed yet are refused by name, never ignored. */
function refuseUnsupported({ name, flags }: Copy | Add): void {
  const flag = flags.find((one) => ["checksum", "keep-git-dir"].includes(one.name));
  if (flag === undefined) return;
  throw problem("build/not-yet", `${name} --${flag.name} is not supported in this version`, {
    where: flag.where,
    help: "docs/limitations.md lists what is to come",
  });
}
