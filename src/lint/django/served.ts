import type { Visit } from "../../build/plan/visit.ts";
import type { Instruction } from "../../dockerfile/syntax.ts";
import { type SimpleCommand, simpleCommands } from "../shell-words.ts";
import type { Subject } from "../subject.ts";
import { program, visitsOfImage } from "./image.ts";

/** A program that CMD or ENTRYPOINT starts, as far as it can be read. */
export interface Served {
  readonly written: Instruction;
  readonly command: SimpleCommand;
}

/** What the image starts: ENTRYPOINT, or CMD where there is none. With both, CMD holds arguments only. */
export function served(subject: Subject): readonly Served[] {
  const visits = visitsOfImage(subject);
  const last = (name: "CMD" | "ENTRYPOINT") => visits.findLast(({ written }) => written.name === name);
  const [cmd, entrypoint] = [last("CMD"), last("ENTRYPOINT")];
  const counts = entrypoint === undefined ? cmd : onlyPassesOn(entrypoint) ? cmd : undefined;
  const start = counts ?? entrypoint;
  if (start === undefined) return [];
  return (commandsOf(start) ?? []).map((command) => ({ written: start.written, command: program(command) }));
}

/** An entrypoint that runs its arguments: a script, or an init. */
const onlyPassesOn = ({ written }: Visit): boolean =>
  written.name === "ENTRYPOINT" &&
  written.command.form === "exec" &&
  written.command.args.length > 0 &&
  /(\.sh|entrypoint|tini|dumb-init|--)$/.test(written.command.args.at(-1)!.text);

function commandsOf({ written }: Visit): readonly SimpleCommand[] | undefined {
  if (written.name !== "CMD" && written.name !== "ENTRYPOINT") return undefined;
  const { command } = written;
  if (command.form === "shell") return simpleCommands(command.text);
  const args = command.args.map(({ text }) => text);
  const [shell = "", flag, script] = args;
  return /(^|\/)(ba|da|a)?sh$/.test(shell) && /^-[a-z]*c$/.test(flag ?? "") && script !== undefined
    ? simpleCommands(script)
    : [args];
}

/** The value of an option in its forms `--name value`, `--name=value`, `-nvalue`; undefined where it is not given. */
export function option(command: SimpleCommand, long: string, short: string): string | undefined {
  const at = command.findIndex(
    (word) => word === long || word.startsWith(`${long}=`) || (word.startsWith(short) && !word.startsWith("--")),
  );
  const word = command[at];
  if (word === undefined) return undefined;
  if (word === long || word === short) return command[at + 1] ?? "";
  return word.startsWith("--") ? word.slice(long.length + 1) : word.slice(short.length).replace(/^=/, "");
}
