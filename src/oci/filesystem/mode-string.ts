import type { FileType, Stat } from "./filesystem.ts";

const letters: Readonly<Record<FileType, string>> = {
  file: "-",
  directory: "d",
  symlink: "l",
  character: "c",
  block: "b",
  fifo: "p",
};

/** The twelve bits as ls shows them: rwxr-sr-t. */
function permissions(mode: number): string {
  const bit = (value: number, set: string) => ((mode & value) === 0 ? "-" : set);
  const execute = (x: number, special: number, letter: string) =>
    (mode & special) === 0 ? bit(x, "x") : (mode & x) === 0 ? letter.toUpperCase() : letter;
  return [
    bit(0o400, "r"),
    bit(0o200, "w"),
    execute(0o100, 0o4000, "s"),
    bit(0o040, "r"),
    bit(0o020, "w"),
    execute(0o010, 0o2000, "s"),
    bit(0o004, "r"),
    bit(0o002, "w"),
    execute(0o001, 0o1000, "t"),
  ].join("");
}

/** Type and bits as ls shows them: -rwxr-sr-t (gnulib's filemodestring). */
export const modeString = ({ type, mode }: Pick<Stat, "type" | "mode">): string => letters[type] + permissions(mode);
