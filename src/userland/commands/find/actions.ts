import { isErrno, SystemError } from "../../kernel/errno.ts";
import type { Stdio } from "../stdio.ts";
import { tried } from "../tried.ts";
import type { Test } from "./search.ts";

export const print: Test = async ({ path }, { io }) => {
  await io.put(`${path}\n`);
  return true;
};

export const print0: Test = async ({ path }, { io }) => {
  await io.put(`${path}\0`);
  return true;
};

export const prune: Test = (entry) => {
  entry.skip = true;
  return true;
};

export const quit: Test = (_, search) => {
  search.quit = true;
  return true;
};

/** "." itself stays, without a word. */
export const remove: Test = async ({ path, stat, level }, search) => {
  const { io } = search;
  const { files } = io.proc;
  if (level === 0 && path === ".") return true;
  const failed = tried<void>(() => (stat!.type === "directory" ? files.removeDirectory(path) : files.unlink(path)));
  if (!(failed instanceof SystemError)) return true;
  await io.complain(`cannot delete ${io.quote(path)}: ${failed.message}`);
  search.failed = true;
  return false;
};

const maxArguments = 128 * 1024 - 2048;

/** execvp(3), and what is said where there is no such program. */
async function execute(io: Stdio, words: readonly string[]): Promise<number> {
  const { proc } = io;
  const [name = ""] = words;
  const path = proc.env.get("PATH") ?? "/bin:/usr/bin";
  const places = name.includes("/") ? [name] : path.split(":").map((part) => (part === "" ? name : `${part}/${name}`));
  let failure = new SystemError("ENOENT");
  for (const place of places) {
    try {
      return await proc.exec(place, { args: words });
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (error.code !== "ENOENT" && error.code !== "ENOTDIR") failure = error;
    }
  }
  await io.complain(`${io.quote(name)}: ${failure.message}`);
  return 127;
}

/** -exec … ; — {} stands for the path wherever it is. */
export const each =
  (words: readonly string[]): Test =>
  async ({ path }, { io }) => {
    await io.flush();
    return (
      (await execute(
        io,
        words.map((word) => word.replaceAll("{}", () => path)),
      )) === 0
    );
  };

/** -exec … {} + — as many paths as fit, the rest at the end. */
export function batch(words: readonly string[]): Test {
  let paths: string[] = [];
  let size = 0;
  let isWaiting = false;
  return async ({ path }, search) => {
    const { io } = search;
    const flush = async (): Promise<void> => {
      if (paths.length === 0) return;
      const all = [...words, ...paths];
      paths = [];
      size = 0;
      await io.flush();
      if ((await execute(io, all)) !== 0) search.failed = true;
    };
    if (!isWaiting) search.ends.push(flush);
    isWaiting = true;
    paths.push(path);
    size += path.length + 9;
    if (size > maxArguments) await flush();
    return true;
  };
}
