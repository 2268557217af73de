import { SystemError } from "../../kernel/errno.ts";
import type { OpenFile } from "../../kernel/open-file.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { firstBytes, firstLines } from "../head.ts";
import { elideBytes } from "../head-elide.ts";
import { chunks, openInput } from "../input.ts";
import { lastBytes, lastLines } from "../tail-end.ts";
import { linesFrom } from "../tail.ts";
import type { Arguments, Word } from "../options.ts";
import { type Applet, applet } from "./applet.ts";

const shown = "showing more than the text itself is not emulated";

/** busybox's cat. */
export const cat = applet({
  options: { unbuffered: { short: "u" }, others: { short: "nbvteA", refused: shown } },
  run: async (self, { operands }) => {
    await self.each(
      operands,
      async (file) => {
        for await (const bytes of chunks(self.proc, file)) await self.io.write(bytes);
      },
      (name, { code, message }) => (code === "EISDIR" ? `read error: ${message}` : `can't open '${name}': ${message}`),
    );
    return self.failed ? 1 : 0;
  },
});

const parts = {
  lines: { short: "n", value: "required" },
  bytes: { short: "c", value: "required" },
  quiet: { short: "q" },
  verbose: { short: "v" },
} as const;

/** "-5" in front is "-n 5". */
const modern = (words: readonly Word[]): readonly Word[] =>
  /^-\d/.test(words[0] ?? "") ? ["-n", words[0]!.slice(1), ...words.slice(1)] : words;

const units: Readonly<Record<string, number>> = { "": 1, b: 512, k: 1024, m: 1024 * 1024 };

async function countOf(self: Applet, text: string): Promise<number> {
  const [, digits, unit] = /^(\d+)([bkm]?)$/.exec(text) ?? [];
  if (digits === undefined) return self.die(`invalid number '${text}'`);
  return Number(digits) * units[unit!]!;
}

/** The last of -n and -c, and whether each file is headed by its name. */
function wantedOf({ given }: Arguments<keyof typeof parts>) {
  const part = given.findLast(({ name }) => name === "lines" || name === "bytes");
  const loudness = given.findLast(({ name }) => name === "quiet" || name === "verbose")?.name;
  const loud = loudness === undefined ? undefined : loudness === "verbose";
  return { text: part?.value ?? "10", lines: part?.name !== "bytes", loud };
}

const heading = (name: string, first: boolean): string => `${first ? "" : "\n"}==> ${name} <==\n`;

/** busybox's head. */
export const head = applet({
  options: parts,
  rewrite: modern,
  run: async (self, args) => {
    const { text, lines, loud } = wantedOf(args);
    const headed = loud ?? args.operands.length > 1;
    const elide = text.startsWith("-");
    // busybox loses what stands behind a NUL of such a line.
    if (elide && lines) throw new Refusal(`${self.name} -n ${text}`, "all but the last lines is not emulated");
    const count = await countOf(self, elide ? text.slice(1) : text);
    let first = true;
    await self.each(args.operands, async (file, name) => {
      if (headed) await self.io.put(heading(name === "-" ? "standard input" : name, first));
      first = false;
      if (elide) await elideBytes(self.io, file, count);
      else await (lines ? firstLines(self.io, file, count, 10) : firstBytes(self.io, file, count));
    });
    return self.failed ? 1 : 0;
  },
});

/** busybox's tail. */
export const tail = applet({
  options: {
    ...parts,
    follow: { short: "fF", refused: "a build would wait for ever for a file to grow" },
    sleep: { short: "s", value: "required", refused: "goes with -f" },
  },
  rewrite: (words) => (/^\+\d/.test(words[0] ?? "") ? ["-n", ...words] : modern(words)),
  run: async (self, args) => {
    const { text, lines, loud } = wantedOf(args as Arguments<keyof typeof parts>);
    const fromStart = text.startsWith("+");
    const count = await countOf(self, text.replace(/^[-+]/, ""));
    const files = await openAll(self, args.operands.length === 0 ? ["-"] : args.operands);
    if (files.length === 0) return self.die("no files");
    const headed = loud ?? files.length > 1;
    for (const [at, { name, file }] of files.entries()) {
      if (headed) await self.io.put(heading(args.operands.length === 0 ? "standard input" : name, at === 0));
      if (fromStart) await linesFrom(self.io, file, Math.max(count - 1, 0), lines ? 10 : undefined);
      else await (lines ? lastLines(self.io, file, count, 10) : lastBytes(self.io, file, count));
      file.close();
    }
    return self.failed ? 1 : 0;
  },
});

/** All that can be had, before anything is shown. */
async function openAll(self: Applet, names: readonly string[]) {
  const files: { readonly name: string; readonly file: OpenFile }[] = [];
  for (const name of names) {
    try {
      files.push({ name, file: await openInput(self.proc, name) });
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      await self.complain(`can't open '${name}': ${error.message}`);
    }
  }
  return files;
}
