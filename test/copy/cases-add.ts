import { type Case, add, copy } from "./case.ts";

const members = [
  { name: "pkg/", type: "directory", mode: 0o750, uid: 5, gid: 6 },
  { name: "pkg/run", content: "run", mode: 0o4755, uid: 5, gid: 6 },
  { name: "pkg/l", type: "symlink", linkname: "run" },
  { name: "pkg/again", type: "link", linkname: "pkg/run", mode: 0o4755, uid: 5, gid: 6 },
  { name: "deep/er/f", content: "f", mode: 0o600 },
] as const;
const archive = { tar: members } as const;
const dot = {
  tar: [
    { name: "./", type: "directory", mode: 0o700, uid: 9, gid: 9 },
    { name: "./f", content: "f" },
  ],
} as const;

export const addCases: Record<string, Case> = {
  "ADD of a file": { files: { "f.txt": "f" }, steps: [add("f.txt", "/x/")] },
  "ADD of a directory": { files: { "d/f": "f", "d/a.tar": archive }, steps: [add("d", "/x/")] },
  "ADD of an archive": { files: { "a.tar": archive }, steps: [add("a.tar", "/x/")] },
  "ADD of an archive without a slash": { files: { "a.tar": archive }, steps: [add("a.tar", "/x")] },
  "ADD of an archive by gzip, with another name": {
    files: { data: { ...archive, gzip: true } },
    steps: [add("data", "/x/")],
  },
  "ADD of an archive with --chown": { files: { "a.tar": archive }, steps: [add("a.tar", "/x/y", { chown: "7:8" })] },
  "ADD of an archive with --chmod": { files: { "a.tar": archive }, steps: [add("a.tar", "/x", { chmod: "700" })] },
  "ADD of an archive to the root": { files: { "a.tar": archive }, steps: [add("a.tar", "/")] },
  "ADD of an archive with an entry for its root": {
    files: { "a.tar": dot, "t/x/": { directory: true, mode: 0o1777 } },
    steps: [copy("t", "/"), add("a.tar", "/x")],
  },
  "ADD of two archives by a wildcard": {
    files: {
      "1.tar": { tar: [{ name: "f", content: "1" }] },
      "2.tar": {
        tar: [
          { name: "f", content: "2" },
          { name: "g", content: "g" },
        ],
      },
    },
    steps: [add("*.tar", "/x/")],
  },
  "ADD of a name that only looks like an archive": {
    files: { "a.tar": "no archive", "a.tar.gz": "" },
    steps: [add(["a.tar", "a.tar.gz"], "/x/")],
  },
  "ADD of a damaged archive": {
    files: { "a.tar.gz": { ...archive, gzip: true, broken: true } },
    steps: [add("a.tar.gz", "/x/")],
  },
  "COPY of an archive": { files: { "a.tar": { tar: [{ name: "f", content: "f" }] } }, steps: [copy("a.tar", "/x/")] },
  "ADD of an archive through a link": {
    files: {
      "a.tar": { tar: [{ name: "lib/f", content: "f" }] },
      "t/usr/lib/": { directory: true, mode: 0o750 },
      "t/lib": { link: "usr/lib" },
    },
    steps: [copy("t", "/"), add("a.tar", "/")],
  },
  "ADD of an archive whose directory is a link in the image": {
    files: {
      "a.tar": {
        tar: [
          { name: "lib/", type: "directory" },
          { name: "lib/f", content: "f" },
        ],
      },
      "t/usr/lib/": { directory: true, mode: 0o750 },
      "t/lib": { link: "usr/lib" },
    },
    steps: [copy("t", "/"), add("a.tar", "/")],
  },
  "ADD of an archive with a file where a directory is": {
    files: { "a.tar": { tar: [{ name: "n", content: "n" }] }, "t/n/f": "f" },
    steps: [copy("t", "/"), add("a.tar", "/")],
  },
  "ADD of an archive with a directory where a file is": {
    files: {
      "a.tar": {
        tar: [
          { name: "n/", type: "directory" },
          { name: "n/f", content: "f" },
        ],
      },
      "t/n": "file",
    },
    steps: [copy("t", "/"), add("a.tar", "/")],
  },
  "ADD of an archive merges directories and takes the archive's metadata": {
    files: {
      "a.tar": {
        tar: [
          { name: "n/", type: "directory", mode: 0o700, uid: 4 },
          { name: "n/new", content: "new" },
        ],
      },
      "t/n/": { directory: true, mode: 0o1777 },
      "t/n/old": "old",
    },
    steps: [copy("t", "/"), add("a.tar", "/")],
  },
  "ADD of an archive without entries for directories leaves those that are there": {
    files: { "a.tar": { tar: [{ name: "n/new", content: "new" }] }, "t/n/": { directory: true, mode: 0o1777 } },
    steps: [copy("t", "/", { chown: "3:3" }), add("a.tar", "/")],
  },
  "ADD of an archive that names a file twice": {
    files: {
      "a.tar": {
        tar: [
          { name: "f", content: "1" },
          { name: "f", content: "2", mode: 0o600 },
        ],
      },
    },
    steps: [add("a.tar", "/x")],
  },
  "ADD of an archive with an absolute name": {
    files: { "a.tar": { tar: [{ name: "/abs/f", content: "f" }] } },
    steps: [add("a.tar", "/x")],
  },
  "ADD of an archive and a file": { files: { "a.tar": archive, f: "f" }, steps: [add(["a.tar", "f"], "/x/")] },
  "ADD of an archive onto a file": {
    files: { "a.tar": archive, f: "f" },
    steps: [copy("f", "/x"), add("a.tar", "/x")],
  },
};
