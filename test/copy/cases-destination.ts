import { type Case, copy } from "./case.ts";

const two = { a: "a", b: "b" } as const;
const sticky = { "base/tmp/": { directory: true, mode: 0o1777 }, "base/tmp/old": "old" } as const;

export const destinationCases: Record<string, Case> = {
  "into a directory that is made": { files: two, steps: [copy("a", "/x/y/")] },
  "as a name in a directory that is made": { files: two, steps: [copy("a", "/x/y/z")] },
  "two files into a directory": { files: two, steps: [copy(["a", "b"], "/x/")] },
  "two files without a slash": { files: two, steps: [copy(["a", "b"], "/x")] },
  "two files into a directory that is there, without a slash": {
    files: two,
    steps: [copy("a", "/x/"), copy(["a", "b"], "/x")],
  },
  "a file onto a file": { files: two, steps: [copy("a", "/f"), copy("b", "/f")] },
  "a file onto a directory goes into it": { files: two, steps: [copy("a", "/x/"), copy("b", "/x")] },
  "a file onto a directory of its name": {
    files: { a: "a", "d/a/f": "f" },
    steps: [copy("d", "/x"), copy("a", "/x/")],
  },
  "a directory onto a file": { files: { a: "a", "d/f": "f" }, steps: [copy("a", "/x"), copy("d", "/x")] },
  "a directory onto a file further down": {
    files: { "one/n": "file", "two/n/f": "f" },
    steps: [copy("one", "/x"), copy("two", "/x")],
  },
  "a file onto a directory further down": {
    files: { "one/n/f": "f", "two/n": "file" },
    steps: [copy("one", "/x"), copy("two", "/x")],
  },
  "below a file": { files: two, steps: [copy("a", "/f"), copy("b", "/f/g")] },
  "below a file, with a slash": { files: two, steps: [copy("a", "/f"), copy("b", "/f/")] },
  "the root": { files: two, steps: [copy("a", "/")] },
  "dots in the destination": { files: two, steps: [copy("a", "/x/../y/./z"), copy("b", "/../q/")] },
  "a dot at the end": { files: two, steps: [copy("a", "/x/.")] },
  "a directory that is there keeps its metadata": {
    files: { ...sticky, "d/new": "new" },
    steps: [copy("base", "/"), copy("d", "/tmp"), copy("d", "/tmp/", { chown: "5:6" })],
  },
  "a directory further down takes the source's": {
    files: {
      "one/n/": { directory: true, mode: 0o1777 },
      "one/n/old": "old",
      "two/n/": { directory: true, mode: 0o700 },
      "two/n/new": "new",
    },
    steps: [copy("one", "/x", { chown: "1:1" }), copy("two", "/x")],
  },
  "the same twice": { files: { "d/a": "a", "d/s/b": "b" }, steps: [copy("d", "/x"), copy("d", "/x")] },
  "through a link to a directory": {
    files: { "t/real/f": "f", "t/l": { link: "/real" }, a: "a", "d/g": "g" },
    steps: [copy("t", "/"), copy("a", "/l/"), copy("d", "/l"), copy("a", "/l/new/x")],
  },
  "a link to a directory, and a file without a slash": {
    files: { "t/real/f": "f", "t/l": { link: "real" }, a: "a" },
    steps: [copy("t", "/"), copy("a", "/l")],
  },
  "a link to a file": { files: { "t/f": "f", "t/l": { link: "f" }, a: "a" }, steps: [copy("t", "/"), copy("a", "/l")] },
  "a dangling link": { files: { "t/l": { link: "/no/where" }, a: "a" }, steps: [copy("t", "/"), copy("a", "/l")] },
  "a dangling link as a directory": {
    files: { "t/l": { link: "/no/where" }, a: "a" },
    steps: [copy("t", "/"), copy("a", "/l/")],
  },
  "a link in a directory is replaced": {
    files: { "t/x/a": { link: "../f" }, "t/f": "f", a: "a" },
    steps: [copy("t", "/"), copy("a", "/x/")],
  },
  "a link replaces a file": {
    files: { "one/n": "file", "two/n": { link: "elsewhere" } },
    steps: [copy("one", "/x"), copy("two", "/x")],
  },
  "a link to a directory is in the way of a directory": {
    files: { "t/x/n": { link: "/real" }, "t/real/f": "f", "d/n/g": "g" },
    steps: [copy("t", "/"), copy("d", "/x")],
  },
  "a link in a circle": {
    files: { "t/l": { link: "m" }, "t/m": { link: "l" }, a: "a" },
    steps: [copy("t", "/"), copy("a", "/l/")],
  },
  "a link out of the root": {
    files: { "t/l": { link: "../../../../out" }, a: "a" },
    steps: [copy("t", "/"), copy("a", "/l/x")],
  },
  "a file with two names is replaced under one": {
    files: { "t/f": "f", "t/g": { hard: "t/f" }, f: "new" },
    steps: [copy("t", "/x"), copy("f", "/x/f")],
  },
  "what an earlier source made counts": {
    files: { "one/n": "1", "two/m": "2", a: "a" },
    steps: [copy(["one", "a", "two"], "/x/")],
  },
  "hard links of which the first is replaced by a later source": {
    files: { "one/a": "1", "one/b": { hard: "one/a" }, "one/c": { hard: "one/a" }, "two/a": "2" },
    steps: [copy(["one", "two"], "/x/")],
  },
  "--link does not follow links": {
    files: { "t/real/f": "f", "t/l": { link: "/real" }, a: "a" },
    steps: [copy("t", "/"), copy("a", "/l/x/", { link: true })],
  },
  "--link into a directory that is there": {
    files: { ...sticky, a: "a" },
    steps: [copy("base", "/", { chown: "5:5" }), copy("a", "/tmp/", { link: true })],
  },
  "--link with --chmod follows links": {
    files: { "t/real/f": "f", "t/l": { link: "/real" }, a: "a" },
    steps: [copy("t", "/"), copy("a", "/l/x/", { link: true, chmod: "700" })],
  },
  "--link of a directory with an owner": {
    files: { "d/f": "f", "d/s/g": "g" },
    steps: [copy("d", "/x/y", { link: true, chown: "5:6" })],
  },
  "--link with the name of an owner": {
    files: { "etc/passwd": "app:x:5:6::/:\n", f: "f" },
    steps: [copy("etc", "/etc"), copy("f", "/x", { link: true, chown: "app" })],
  },
};
