import type { FileSpec } from "../../copy/case.ts";
import type { Files } from "../case.ts";
import type { Dice } from "./dice.ts";

/** Names that a shell, a glob, a tar or a locale might mind. */
const names = [
  "a",
  "b",
  "c.txt",
  "d.md",
  "e f",
  ".dot",
  "ü",
  "g.d",
  "-h",
  "#i",
  "A",
  "[j]",
  "日",
  "k'l",
  "x.py",
  "README.md",
];
const modes = [0o644, 0o644, 0o644, 0o755, 0o600, 0o4755, 0o666, 0o444];
const directoryModes = [0o755, 0o755, 0o700, 0o1777, 0o2775];

/** A context with files, links and directories. No two files are alike: BuildKit takes equal ones for each other. */
export function randomContext({ int, chance, pick, several, weighted }: Dice): Files {
  const files: Record<string, FileSpec> = {};
  const directories = ["", ...several(1, 3, () => `${pick(names)}/`)];
  for (let more = int(3); more > 0; more--) directories.push(`${pick(directories)}${pick(names)}/`);
  const regular: string[] = [];
  /** A name is a file or a directory, not both. */
  const isFree = (path: string): boolean =>
    files[path] === undefined &&
    !directories.includes(`${path}/`) &&
    !Object.keys(files).some((one) => path.startsWith(`${one}/`));
  const target = () =>
    weighted([
      [4, pick(names)],
      [2, `../${pick(names)}`],
      [1, `/${pick(names)}`],
      [1, "."],
      [1, "nowhere"],
    ]);
  const kinds: readonly (readonly [number, (path: string) => FileSpec])[] = [
    [10, (path) => ({ content: `${path} ${int(1000)}\n`.repeat(1 + int(3)), mode: pick(modes) })],
    [2, () => ({ link: target() })],
    [1, (path) => (regular.length === 0 ? `${path} alone` : { hard: pick(regular) })],
  ];
  for (const path of several(3, 12, () => pick(directories) + pick(names))) {
    if (!isFree(path)) continue;
    const spec = weighted(kinds)(path);
    files[path] = spec;
    if (typeof spec === "object" && "content" in spec) regular.push(path);
  }
  const described = directories.filter((path) => path !== "" && isFree(path.slice(0, -1) + "?") && chance(60));
  for (const path of described)
    if (files[path.slice(0, -1)] === undefined)
      files[path.slice(0, -1)] = { directory: true, mode: pick(directoryModes) };
  if (chance(40)) files[".dockerignore"] = several(1, 4, () => rule()).join("\n") + (chance(80) ? "\n" : "");
  return files;

  function rule(): string {
    const name = () => pick(names).replace(/[[\]]/g, "?");
    return weighted([
      [4, () => name()],
      [2, () => `**/${name()}`],
      [2, () => `!${name()}`],
      [1, () => "*"],
      [2, () => `*.${pick(["md", "txt", "py", "d"])}`],
      [1, () => `${name()}/*`],
      [1, () => `!${name()}/${name()}`],
      [1, () => `${name()}/`],
      [1, () => "# comment"],
      [1, () => `/${name()}`],
      [1, () => "**/?"],
    ])();
  }
}
