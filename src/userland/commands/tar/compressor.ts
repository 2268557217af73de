import { isErrno, SystemError } from "../../kernel/errno.ts";
import type { OpenFile } from "../../kernel/open-file.ts";
import type { Spawn } from "../../kernel/process.ts";
import type { Report } from "./report.ts";

/** execvp(3): the program as PATH finds it. Rejects with the error of the last that was tried. */
async function execute(words: readonly string[], { proc }: Report, more: Partial<Spawn>): Promise<number> {
  const [name] = words as readonly [string, ...string[]];
  const path = proc.env.get("PATH") ?? "/bin:/usr/bin";
  const places = name.includes("/") ? [name] : path.split(":").map((directory) => `${directory || "."}/${name}`);
  let failure = new SystemError("ENOENT", name);
  for (const place of places)
    try {
      return await proc.exec(place, { ...more, args: words });
    } catch (error) {
      if (!isErrno(error, "ENOENT", "ENOTDIR", "EACCES")) throw error;
      if (error.code === "EACCES") failure = error;
    }
  throw failure;
}

/** Runs the program in a process of tar's; one that is not there is said by the child, and is status 2. */
async function child(words: readonly string[], report: Report, descriptors: Map<number, OpenFile>): Promise<number> {
  try {
    return await execute(words, report, { descriptors });
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    await report.proc.err(
      `tar (child): ${report.place(words[0]!)}: Cannot exec: ${error.message}\ntar (child): Error is not recoverable: exiting now\n`,
    );
    return 2;
  }
}

const wordsOf = (program: string): readonly string[] => program.split(/[ \t\n]+/).filter((word) => word !== "");

async function checked(status: number, report: Report): Promise<void> {
  if (status > 128) await report.fatal(`Child died with signal ${status - 128}`);
  if (status !== 0) await report.fatal(`Child returned status ${status}`);
}

/** What `PROGRAM -d` makes of a file; `ended` is to be asked once all was read. */
export async function expandedBy(program: string, file: OpenFile, report: Report) {
  const pipe = report.proc.pipe();
  const running = child(
    [...wordsOf(program), "-d"],
    report,
    new Map([...inherited(report), [0, file], [1, pipe.write]]),
  );
  const status = running.finally(() => pipe.write.close());
  status.catch(() => undefined);
  return { content: pipe.read, ended: async () => checked(await status, report) };
}

/** Where to write what `PROGRAM` shall pack into a file. */
export async function packedBy(program: string, file: OpenFile, report: Report) {
  const pipe = report.proc.pipe();
  const running = child(wordsOf(program), report, new Map([...inherited(report), [0, pipe.read], [1, file]]));
  const status = running.finally(() => pipe.read.close());
  status.catch(() => undefined);
  return { content: pipe.write, ended: async () => checked(await status, report) };
}

const inherited = ({ proc }: Report): ReadonlyMap<number, OpenFile> =>
  new Map([...proc.descriptors].filter(([number]) => number === 2));
