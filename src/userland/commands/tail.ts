import type { OpenFile } from "../kernel/open-file.ts";
import { sizeSuffixes } from "./head.ts";
import { showEach } from "./headed-inputs.ts";
import { chunks } from "./input.ts";
import { numberOrDie } from "./number-with-suffix.ts";
import type { Word } from "./options.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { lastBytes, lastLines } from "./tail-end.ts";
import { tool } from "./tool.ts";

const follow = "a build would wait for ever for a file to grow";

/** tail(1), GNU coreutils: src/tail.c. Following is refused. */
export const tail = tool({
  options: {
    bytes: { short: "c", long: "bytes", value: "required" },
    follow: { short: "fF", long: "follow", value: "optional", refused: follow },
    lines: { short: "n", long: "lines", value: "required" },
    unchanged: { long: "max-unchanged-stats", value: "required", refused: follow },
    inotify: { long: "-disable-inotify", refused: follow },
    pid: { long: "pid", value: "required", refused: follow },
    pipe: { long: "-presume-input-pipe" },
    quiet: { short: "q", long: ["quiet", "silent"] },
    retry: { long: "retry", refused: follow },
    interval: { short: "s", long: "sleep-interval", value: "required", refused: follow },
    verbose: { short: "v", long: "verbose" },
    zero: { short: "z", long: "zero-terminated" },
    ...standardOptions,
    digit: { short: "0123456789" },
  },
  rewrite: modern,
  run: buffered(async (io, { given, has, operands }) => {
    const wanted = { lines: true, count: 10n, fromStart: false };
    for (const { name, value = "", as } of given) {
      if (name === "digit") await io.die(`option used in invalid context -- ${as[1]}`);
      if (name !== "bytes" && name !== "lines") continue;
      wanted.lines = name === "lines";
      wanted.fromStart ||= value.startsWith("+");
      const text = value.startsWith("-") ? value.slice(1) : value;
      wanted.count = await numberOrDie(io, text, `invalid number of ${name}`, { suffixes: sizeSuffixes });
    }
    const delimiter = has("zero") ? 0 : 10;
    return showEach(io, operands, given, (file) => show(io, file, { ...wanted, delimiter }));
  }),
});

/** "tail -5", "tail +5", "tail -5c": an only option, with one operand at most. */
function modern(words: readonly Word[]): readonly Word[] {
  const [first, second] = words;
  const fits =
    words.length === 1 ||
    (words.length === 2 && !(second !== undefined && second.length > 1 && second.startsWith("-"))) ||
    (words.length <= 3 && second === "--");
  const [, sign, count, unit, follows] = /^([-+])(\d*)([bcl]?)(f?)$/.exec(first ?? "") ?? [];
  if (!fits || sign === undefined || first === "-" || first === "-c") return words;
  const lines = unit === "" || unit === "l";
  const number = count === "" ? (unit === "b" ? "5120" : "10") : `${count}${unit === "b" ? "b" : ""}`;
  return [...(follows === "" ? [] : ["-f"]), lines ? "-n" : "-c", `${sign}${number}`, ...words.slice(1)];
}

interface Wanted {
  readonly lines: boolean;
  readonly count: bigint;
  readonly fromStart: boolean;
  readonly delimiter: number;
}

function show(io: Stdio, file: OpenFile, { lines, count, fromStart, delimiter }: Wanted): Promise<void> {
  const number = Number(count);
  if (fromStart) return linesFrom(io, file, Math.max(number - 1, 0), lines ? delimiter : undefined);
  return lines ? lastLines(io, file, number, delimiter) : lastBytes(io, file, number);
}

/** All after so many lines, or bytes where there is no delimiter. */
export async function linesFrom(
  io: Stdio,
  file: OpenFile,
  count: number,
  delimiter: number | undefined,
): Promise<void> {
  let left = count;
  for await (const bytes of chunks(io.proc, file)) {
    let start = delimiter === undefined ? Math.min(left, bytes.length) : 0;
    if (delimiter === undefined) left -= start;
    else
      for (; left > 0 && start < bytes.length; left--) {
        const at = bytes.indexOf(delimiter, start);
        start = at < 0 ? bytes.length : at + 1;
        if (at < 0) left++;
      }
    await io.write(bytes.subarray(start));
  }
}
