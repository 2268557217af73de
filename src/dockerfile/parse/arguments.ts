import type { DjibError, Location } from "../../errors.ts";
import { problem } from "../errors.ts";
import { jsonForm } from "../lex/json-form.ts";
import { type Span, textOf, whereOf, wordOf } from "../lex/logical-line.ts";
import { plainWords } from "../lex/words.ts";
import type { Command, Word } from "../syntax.ts";
import type { Request } from "./request.ts";

/** The whole rest of the line as one word (WORKDIR, USER, STOPSIGNAL, MAINTAINER). */
export function onlyArgument(request: Request, what: string): Word {
  if (textOf(request.rest) !== "") return wordOf(request.rest);
  throw wrongArguments(request, `${request.name} needs ${what}`, `write ${request.name} and ${what} on one line`);
}

/** A JSON list of strings, or words between blanks. */
export function listOfWords(request: Request): { words: readonly Word[]; json: boolean } {
  const json = jsonForm(request.rest);
  if (json?.type === "mixed") throw mixed(request, whereOf(request.rest));
  if (json) return { words: json.words, json: true };
  return { words: plainWords(request.rest).map(wordOf), json: false };
}

/** A command in exec or shell form; a shell command may be empty. */
export function commandIn(request: Request, rest: Span): Command {
  const where = textOf(rest) === "" ? request.keyword.where : whereOf(rest);
  const json = jsonForm(rest);
  if (json?.type === "mixed") throw mixed(request, where);
  return json ? { form: "exec", args: json.words, where } : { form: "shell", text: textOf(rest), where };
}

export const wrongArguments = (request: Request, message: string, help: string, where?: Location): DjibError =>
  problem("dockerfile/arguments", message, { where: where ?? request.where, help });

const mixed = (request: Request, where: Location): DjibError =>
  problem("dockerfile/json-form", `the JSON list of ${request.name} holds something that is not a string`, {
    where,
    help: "put every item in double quotes, numbers too",
  });
