import path from "node:path/posix";
import { readPatterns } from "../../../dockerfile/ignore/ignore.ts";
import { chomped } from "../../../dockerfile/lex/heredoc.ts";
import { cleanPath } from "../../../dockerfile/path-text.ts";
import type { Add, Copy } from "../../../dockerfile/syntax.ts";
import { parseChmod } from "../../../dockerfile/values/chmod.ts";
import { parseChown } from "../../../dockerfile/values/chown.ts";
import { redactUrls } from "../../../redact.ts";
import type { CopySource } from "../plan.ts";
import type { Scope } from "../scope.ts";
import { type StageState, withStep } from "../state.ts";
import { common } from "./common.ts";
import { checkChecksum, remoteSource } from "./remote-source.ts";
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
  const remotes = words.map((word) => remoteSource(instruction, word));
  if (instruction.name === "ADD") checkChecksum(instruction, remotes);
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
    ...words.map((word, index) => (remotes[index] === undefined ? word.text : redactUrls(word.text))),
    ...heredocs.map(({ name }) => `<<${name}`),
    destination,
  ];
  return withStep(state, {
    ...common(state, instruction, scope),
    verb: instruction.name === "ADD" ? "add" : "copy",
    createdBy: `${shown.join(" ")} # buildkit`,
    from,
    sources: words.map((word, index) => ({ ...word, remote: remotes[index] })),
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
  const clean = cleanPath(absolute(text, state));
  return text === "" || text === "." || /(^|\/)\.?$/.test(text) ? path.join(clean, "/") : clean;
}
