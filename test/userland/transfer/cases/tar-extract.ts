import { type Case, sh } from "../case.ts";
import { sample } from "./gzip.ts";
import { gone, make, tree } from "./tar.ts";

/** Files that are there already, names and links that lead elsewhere, what is put in. */
export const tarExtract: Readonly<Record<string, Case>> = {
  "existing files": {
    files: { "d/a": "new", "to/d/a": { content: "old, and longer", mode: 0o600 }, "to/d/other": "x" },
    steps: [
      make,
      sh("tar xkf x.tar -C to"),
      sh("tar xf x.tar -C to --skip-old-files"),
      sh("tar xf x.tar -C to --keep-newer-files"),
      sh("tar xf x.tar -C to --overwrite"),
      gone,
    ],
  },
  "existing files of other types": {
    files: { "d/a": "new", "d/b/c": "deep", "to/d/a/full": "x", "to/d/b": "a file" },
    steps: [make, gone],
  },
  "existing empty directory for a file": { files: { "d/a": "new", "to/d/a/": {} }, steps: [make, gone] },
  "through a link": {
    files: { "d/a": "new", "real/": {}, "to/d": { link: "../real" } },
    steps: [make, gone, sh("tar xf x.tar -C to --keep-directory-symlink")],
  },
  "through a link that stays": {
    files: { "d/a": "new", "real/": {}, "to/d": { link: "../real" } },
    steps: [make, sh("tar xf x.tar -C to --keep-directory-symlink")],
  },
  "overwrite a link": {
    files: { a: "new", "to/a": { link: "b" }, "to/b": "target" },
    steps: [sh("tar cf x.tar a"), sh("tar xf x.tar -C to --overwrite")],
  },
  "unlink first": {
    files: { "d/a": "new", "to/d/a": "old", "to/d/h": { hard: "to/d/a" } },
    steps: [make, sh("tar xUf x.tar -C to")],
  },
  "keep newer": {
    files: { a: { content: "old", mtime: 1_000_000_000 }, "to/a": "newer" },
    steps: [sh("tar cf x.tar a"), sh("tar xf x.tar -C to --keep-newer-files")],
  },
  "no overwrite dir": {
    files: { "d/": { mode: 0o700, mtime: 1_100_000_000 }, "d/a": "x", "to/d/": { mode: 0o755 } },
    steps: [make, sh("tar xf x.tar -C to --overwrite-dir")],
  },
  "missing directories": {
    files: { "d/e/f": "x", "to/": {} },
    steps: [sh("tar cf x.tar d/e/f"), sh("tar xvvf x.tar -C to", { umask: 0o027 })],
  },
  "a read-only directory": { files: { "d/": { mode: 0o555 }, "d/a": "x", "to/": {} }, steps: [make, gone] },
  "order of directories": {
    files: { "d/e/f": "x", "d/g": "y", "to/": {} },
    steps: [sh("tar cf x.tar --no-recursion d/e/f d/g d d/e"), gone],
  },
  "to standard output": {
    files: tree,
    steps: [make, sh("tar xOf x.tar d/a"), sh("tar xvOf x.tar"), sh("tar -x -O -f x.tar d/l")],
  },
  "absolute names": {
    files: { a: "x", "to/": {} },
    steps: [
      { run: ["tar", "cPf", "x.tar", "--transform=s,^,/nowhere/at/all/,", "a"] },
      sh("tar tf x.tar"),
      sh("tar tPf x.tar"),
      sh("tar tvf x.tar"),
      gone,
    ],
  },
  "names that lead out": {
    files: { a: "x", b: "y", "to/in/": {} },
    steps: [
      { run: ["tar", "cPf", "x.tar", "--transform=s,^a,../../evil,", "a", "b"] },
      sh("tar tf x.tar"),
      sh("tar xf x.tar -C to/in"),
      sh("tar xvf x.tar -C to/in"),
    ],
  },
  "links that lead out": {
    files: { "x/l": { link: "../../out" }, "y/l/passwd": "evil", "to/in/": {} },
    steps: [sh("tar cf x.tar -C x l -C ../y l/passwd"), sh("tar xf x.tar -C to/in")],
  },
  "hard links to what waits": {
    files: { "d/a": { link: "/etc/passwd" }, "d/b": { hard: "d/a" }, "to/": {} },
    steps: [make, sh("tar tvf x.tar"), gone],
  },
  "a hard link whose target is missing": {
    files: { "d/a": "x", "d/b": { hard: "d/a" }, "to/": {} },
    steps: [make, sh("tar xf x.tar -C to d/b"), sh("tar xvf x.tar -C to --exclude=d/a")],
  },
  "follow symlinks": {
    files: { "d/a": "x", "d/l": { link: "a" }, "d/dir": { link: "../e" }, "e/f": "y", "d/broken": { link: "nothing" } },
    steps: [sh("tar chvf x.tar --sort=name d"), sh("tar tvf x.tar")],
  },
  "several names": {
    files: { a: "1", b: { hard: "a" }, c: "3" },
    steps: [sh("tar cf x.tar a b c a"), sh("tar tvf x.tar")],
  },
  "hard links as files": {
    files: { a: "1", b: { hard: "a" } },
    steps: [sh("tar cf x.tar --hard-dereference a b"), sh("tar tvf x.tar")],
  },
  "no recursion": { files: tree, steps: [sh("tar cvf x.tar --no-recursion d d/e")] },
  transform: {
    files: { ...tree, "to/": {} },
    steps: [
      { run: ["tar", "cf", "x.tar", "--sort=name", "--transform", "s,^d,top,", "--show-transformed-names", "-v", "d"] },
      sh("tar tvf x.tar"),
      { run: ["tar", "xvf", "x.tar", "-C", "to", "--xform", "s/[ae]/<&>/g;s/f\\(.\\)/\\1F/"] },
      { run: ["tar", "tf", "x.tar", "--show-transformed-names", "--transform=s|(t)(o)|\\2\\1|xrS"] },
    ],
  },
  "names that are not there": {
    files: { a: "x" },
    steps: [
      sh("tar cf x.tar a nothing"),
      sh("tar cvf x.tar nothing"),
      sh("tar cf x.tar -C nowhere a"),
      sh("tar xf x.tar -C nowhere"),
      sh("tar cf nowhere/x.tar a"),
    ],
  },
  "odd names": {
    files: { "a/b": "x" },
    steps: [sh("tar cvf x.tar a/ ./a a/b/ a//b"), sh("tar tf x.tar"), sh("tar cvf z.tar a/../a"), sh("tar tf z.tar")],
  },
  "the archive within itself": { files: { "d/a": "x" }, steps: [sh("tar cvf d/x.tar --sort=name --mtime=@1 d")] },
  blocking: { files: { a: "x" }, steps: [sh("tar -b 1 -cf x.tar a"), sh("tar cbf 4 y.tar a")] },
  "the current directory": {
    files: { ...tree, "to/": { mode: 0o700, mtime: 1_300_000_000 } },
    steps: [sh("tar cf x.tar --sort=name -C d ."), gone],
  },
  "wrong command lines": {
    files: { a: "x" },
    steps: [
      sh("tar"),
      sh("tar xf"),
      sh("tar cx"),
      sh("tar cf x.tar"),
      sh("tar --nonsense"),
      sh("tar -c -f"),
      sh("tar -y"),
      sh("tar f x.tar"),
    ],
  },
  "a larger tree": {
    files: Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [
        `d/${i % 7}/f${i}`,
        { content: sample(i * 137, i + 1), mode: i % 3 ? 0o644 : 0o755, mtime: 1_200_000_000 + i },
      ]),
    ),
    steps: [sh("tar czf x.tgz --sort=name d"), sh("tar tvzf x.tgz"), sh("tar xzf x.tgz --strip-components=1")],
  },
};
