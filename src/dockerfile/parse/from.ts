import { problem } from "../errors.ts";
import { wordOf } from "../lex/logical-line.ts";
import { plainWords } from "../lex/words.ts";
import type { From, Word } from "../syntax.ts";
import { wrongArguments } from "./arguments.ts";
import { readFlags } from "./flags.ts";
import type { Fields, Request } from "./request.ts";

export function parseFrom(request: Request): Fields<From> {
  const [image, as, alias, ...more] = plainWords(request.rest).map(wordOf);
  if (!image)
    throw wrongArguments(request, "FROM needs an image", "write FROM IMAGE, for example FROM python:3.12-slim");
  if (as?.text.toLowerCase() === "as" && !alias)
    throw wrongArguments(request, "no name follows AS", "write FROM IMAGE AS NAME, or leave AS out", as.where);
  if (as && !(as.text.toLowerCase() === "as" && alias && more.length === 0)) {
    throw wrongArguments(
      request,
      `FROM takes an image and, behind AS, a name: ${as.text} is too much`,
      "write FROM IMAGE or FROM IMAGE AS NAME. A comment needs a line of its own",
      as.where,
    );
  }
  if (alias) checkStageName(alias);
  const flags = readFlags(request, { platform: "text" });
  return { name: "FROM", image, as, alias, platform: flags.text("platform"), flags: flags.all };
}

function checkStageName({ text, where }: Word): void {
  if (/^[a-z][a-z0-9-_.]*$/.test(text.toLowerCase())) return;
  throw problem("dockerfile/stage-name", `${text} cannot be the name of a stage`, {
    where,
    help: "begin it with a letter and use letters, digits, -, _ and . only",
  });
}
