import { problem } from "../errors.ts";
import { wordOf } from "../lex/logical-line.ts";
import { plainWords } from "../lex/words.ts";
import { trim } from "../space.ts";
import type { Cmd, Entrypoint, Expose, Maintainer, Shell, StopSignal, User, Volume, Workdir } from "../syntax.ts";
import { commandIn, listOfWords, onlyArgument, wrongArguments } from "./arguments.ts";
import { noFlags } from "./flags.ts";
import type { Fields, Request } from "./request.ts";

export const parseMaintainer = (request: Request): Fields<Maintainer> => ({
  name: "MAINTAINER",
  author: onlyArgument(request, "a name"),
  flags: noFlags(request),
});

export const parseWorkdir = (request: Request): Fields<Workdir> => ({
  name: "WORKDIR",
  path: onlyArgument(request, "a directory"),
  flags: noFlags(request),
});

export const parseUser = (request: Request): Fields<User> => ({
  name: "USER",
  user: onlyArgument(request, "a user"),
  flags: noFlags(request),
});

/** Flags are not looked at, as in BuildKit, but warned of. */
export const parseStopSignal = (request: Request): Fields<StopSignal> => ({
  name: "STOPSIGNAL",
  signal: onlyArgument(request, "a signal"),
});

export const parseCmd = (request: Request): Fields<Cmd> => ({
  name: "CMD",
  flags: noFlags(request),
  command: commandIn(request, request.rest),
});

export const parseEntrypoint = (request: Request): Fields<Entrypoint> => ({
  name: "ENTRYPOINT",
  flags: noFlags(request),
  command: commandIn(request, request.rest),
});

export function parseShell(request: Request): Fields<Shell> {
  const flags = noFlags(request);
  const command = commandIn(request, request.rest);
  if (command.form === "exec" && command.args.length > 0) return { name: "SHELL", flags, shell: command.args };
  throw problem("dockerfile/json-form", "SHELL needs a JSON list of at least one string", {
    where: command.where,
    help: 'write it as in SHELL ["/bin/bash", "-c"], with double quotes',
  });
}

export function parseExpose(request: Request): Fields<Expose> {
  const ports = plainWords(request.rest).map(wordOf);
  if (ports.length === 0)
    throw wrongArguments(request, "EXPOSE needs a port", "write EXPOSE PORT, for example EXPOSE 8000");
  const flags = noFlags(request);
  return { name: "EXPOSE", flags, ports: ports.toSorted((a, b) => (a.text < b.text ? -1 : Number(a.text > b.text))) };
}

export function parseVolume(request: Request): Fields<Volume> {
  const { words } = listOfWords(request);
  if (words.length === 0)
    throw wrongArguments(request, "VOLUME needs a path", "write VOLUME PATH, for example VOLUME /data");
  const flags = noFlags(request);
  const paths = words.map(({ text, where }) => ({ text: trim(text), where }));
  const empty = paths.find(({ text }) => text === "");
  if (empty)
    throw wrongArguments(request, "a path of VOLUME is empty", "take the empty string out of the list", empty.where);
  return { name: "VOLUME", flags, paths };
}
