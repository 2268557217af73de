import type { Location } from "../../errors.ts";
import { nearest } from "../../nearest.ts";
import { problem } from "../errors.ts";
import { textOf, trimSpan, whereOf, within } from "../lex/logical-line.ts";
import { isSpace } from "../space.ts";
import type { Healthcheck, HealthTimes, Word } from "../syntax.ts";
import { parseDuration } from "../values/duration.ts";
import { commandIn, wrongArguments } from "./arguments.ts";
import { readFlags } from "./flags.ts";
import type { Fields, Request } from "./request.ts";

const types = {
  interval: "text",
  timeout: "text",
  "start-period": "text",
  "start-interval": "text",
  retries: "text",
} as const;

export function parseHealthcheck(request: Request): Fields<Healthcheck> {
  const text = textOf(request.rest);
  const length = Array.from(text).findIndex(isSpace);
  const word = within(request.rest, 0, length === -1 ? text.length : length);
  const rest = trimSpan(within(request.rest, word.to - word.from));
  const type = textOf(word).toUpperCase();
  if (type === "") throw wrongArguments(request, "HEALTHCHECK needs CMD or NONE", "write HEALTHCHECK CMD COMMAND");
  if (type === "NONE") {
    if (textOf(rest) === "") return { name: "HEALTHCHECK", check: undefined };
    throw wrongArguments(request, "HEALTHCHECK NONE takes no arguments", "delete what follows NONE", whereOf(rest));
  }
  if (type !== "CMD") throw unknownType(textOf(word), whereOf(word));
  const flags = readFlags(request, types);
  const command = commandIn(request, rest);
  if (command.form === "shell" ? command.text === "" : command.args.length === 0) {
    throw problem("dockerfile/healthcheck", "HEALTHCHECK CMD has no command", {
      where: whereOf(word),
      help: "write the command behind CMD; it is healthy where it exits with 0",
    });
  }
  const time = (name: keyof typeof types) => interval(name, flags.text(name));
  const times: HealthTimes = {
    interval: time("interval"),
    timeout: time("timeout"),
    startPeriod: time("start-period"),
    startInterval: time("start-interval"),
    retries: retries(flags.text("retries")),
  };
  return { name: "HEALTHCHECK", check: { command, ...times }, flags: flags.all };
}

const millisecond = 1_000_000;

function interval(name: string, word: Word | undefined): number {
  if (!word || word.text === "") return 0;
  const duration = parseDuration(word);
  if (duration === 0 || duration >= millisecond) return duration;
  throw problem("dockerfile/bad-duration", `--${name} of HEALTHCHECK is less than 1ms: ${word.text}`, {
    where: word.where,
    help: `write it with a unit, for example --${name}=30s`,
  });
}

function retries(word: Word | undefined): number {
  if (!word || word.text === "") return 0;
  const count = /^[+-]?\d+$/.test(word.text) ? Number(word.text) : NaN;
  if (count >= 0 && count <= 0x7fffffff) return count;
  throw problem(
    "dockerfile/bad-flag",
    `--retries of HEALTHCHECK is a number from 0, not ${JSON.stringify(word.text)}`,
    {
      where: word.where,
      help: "write for example --retries=3",
    },
  );
}

function unknownType(type: string, where: Location) {
  const meant = nearest(type.toUpperCase(), ["CMD", "NONE"]);
  return problem("dockerfile/healthcheck", `HEALTHCHECK ${type} is not known`, {
    where,
    help: meant
      ? `did you mean ${meant}?`
      : `write HEALTHCHECK CMD ${type} …; flags such as --interval stand before CMD`,
  });
}
