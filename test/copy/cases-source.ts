import { type Case, copy } from "./case.ts";

const tree = {
  "d/a.txt": "a",
  "d/b.txt": "b",
  "d/sub/c.txt": "c",
  "d/sub/deep/e.py": "e",
  "top.txt": "top",
  "x1.md": "1",
  "x2.md": "2",
  "xa.md": "a",
} as const;

export const sourceCases: Record<string, Case> = {
  "a file": { files: tree, steps: [copy("top.txt", "/top")] },
  "a directory gives its contents": { files: tree, steps: [copy("d", "/app")] },
  "a directory with a slash": { files: tree, steps: [copy("d/", "/app/")] },
  everything: { files: tree, steps: [copy(".", "/")] },
  "everything into a directory": { files: tree, steps: [copy("./", "/app")] },
  "an absolute source is of the context": { files: tree, steps: [copy("/d/sub", "/x")] },
  "a source cannot leave the context": { files: tree, steps: [copy("../../top.txt", "/x")] },
  "a source with dots inside": { files: tree, steps: [copy("d/./sub/../b.txt", "/x")] },
  "a slash after a file": { files: tree, steps: [copy("top.txt/", "/x")] },
  "a missing file": { files: tree, steps: [copy("missing.txt", "/x")] },
  "a missing file among others": { files: tree, steps: [copy(["top.txt", "nope"], "/x/")] },
  "a missing directory": { files: tree, steps: [copy("no/such/dir", "/x")] },
  "a path through a file": { files: tree, steps: [copy("top.txt/below", "/x")] },
  "an empty directory": { files: { "e/": { directory: true, mode: 0o700 } }, steps: [copy("e", "/x")] },
  "directory modes: the top one is 0755, those below are kept": {
    files: {
      "d/": { directory: true, mode: 0o700 },
      "d/s/": { directory: true, mode: 0o2750 },
      "d/s/f": { mode: 0o4711, content: "f" },
      "d/t/": { directory: true, mode: 0o1777 },
    },
    steps: [copy("d", "/x")],
  },
  "a star": { files: tree, steps: [copy("*.md", "/x/")] },
  "a question mark": { files: tree, steps: [copy("x?.md", "/x/")] },
  "a class": { files: tree, steps: [copy("x[0-9].md", "/x/")] },
  "a negated class": { files: tree, steps: [copy("x[^0-9].md", "/x/")] },
  "a class of a bracket": { files: { "a[b": "1", ab: "2" }, steps: [copy("a[[]b", "/x/")] },
  "a star does not cross a slash": { files: tree, steps: [copy("d/*.py", "/x/"), copy("d/*", "/y/")] },
  "a star for a directory": { files: tree, steps: [copy("*/sub/c.txt", "/x/")] },
  "two stars": { files: tree, steps: [copy("d/*/*", "/x/")] },
  "a wildcard that matches nothing": { files: tree, steps: [copy("*.none", "/x/"), copy("top.txt", "/y")] },
  "a wildcard that matches nothing beside a file": { files: tree, steps: [copy(["*.none", "top.txt"], "/x/")] },
  "a wildcard below a missing directory": { files: tree, steps: [copy("nodir/*.txt", "/x/")] },
  "a bad pattern": { files: tree, steps: [copy(["top.txt", "d/[a"], "/x/")] },
  "a star hits directories: all are merged": {
    files: { "p/one/f": "1", "p/one/g": "1", "p/two/f": "2", "p/three": "3" },
    steps: [copy("p/*", "/x/")],
  },
  "a star hits directories, and there is no slash": {
    files: { "p/one/f": "1", "p/two/f": "2" },
    steps: [copy("p/*", "/x")],
  },
  "a star hits a file and then a directory, and there is no slash": {
    files: { "p/a": "1", "p/b/f": "2" },
    steps: [copy("p/*", "/x")],
  },
  "an escaped star": { files: { "a*b": "star", axb: "other" }, steps: [copy("a\\*b", "/x/")] },
  "an escaped star beside a real one": { files: { "a*b1": "star", axb1: "other" }, steps: [copy("a\\*b*", "/x/")] },
  "names of all kinds": {
    files: { "ü/é.txt": "u", "sp ace": "s", 日本: "j", "d/üb": "1", "d/ab": "2" },
    steps: [copy(".", "/x/"), copy("d/?b", "/y/")],
  },
  "links in a directory stay links": {
    files: {
      "d/rel": { link: "a.txt" },
      "d/abs": { link: "/etc/passwd" },
      "d/dangling": { link: "nowhere" },
      "d/dir": { link: "sub" },
      "d/a.txt": "a",
      "d/sub/x": "x",
    },
    steps: [copy("d", "/x")],
  },
  "a source that is a link to a file": { files: { a: "a", l: { link: "a" } }, steps: [copy("l", "/x/")] },
  "a source that is a link to a directory": { files: { "d/a": "a", l: { link: "d" } }, steps: [copy("l", "/x/")] },
  "a source through a link": { files: { "d/e/a": "a", l: { link: "/d/e" } }, steps: [copy("l/a", "/x/")] },
  "a source that is a link out of the context": {
    files: { "d/a": "a", l: { link: "../../../d/a" } },
    steps: [copy("l", "/x")],
  },
  "dots after a link count as text": {
    files: { "real/deep/f": "deep", "real/a": "real", a: "top", link: { link: "real/deep" } },
    steps: [copy("link/../a", "/x/")],
  },
  "a source that is a dangling link": { files: { l: { link: "nowhere" } }, steps: [copy("l", "/x")] },
  "a wildcard hits links": {
    files: { a1: "a", a2: { link: "a1" }, "d/f": "f", a3: { link: "d" } },
    steps: [copy("a*", "/x/")],
  },
  "a wildcard hits a dangling link": { files: { a1: "a", a2: { link: "nowhere" } }, steps: [copy("a*", "/x/")] },
  "a wildcard below a link": { files: { "d/f1": "f", l: { link: "d" } }, steps: [copy("l/f*", "/x/")] },
  "a wildcard does not look through links": {
    files: { "d/f1": "f", l1: { link: "d" } },
    steps: [copy("l*/f1", "/x/"), copy("d/f1", "/y")],
  },
  "hard links in a tree": {
    files: { "d/a": "a", "d/s/b": { hard: "d/a" }, "d/c": { hard: "d/a" } },
    steps: [copy("d", "/x")],
  },
  "hard links of two sources": { files: { a: "a", b: { hard: "a" } }, steps: [copy(["a", "b"], "/x/")] },
  "hard links of which one is copied": { files: { "d/a": "a", b: { hard: "d/a" } }, steps: [copy("d", "/x")] },
  "a fifo": { files: { "d/p": { fifo: true, mode: 0o640 }, "d/f": "f" }, steps: [copy("d", "/x")] },
  "a socket": { files: { "d/s": { socket: true }, "d/f": "f" }, steps: [copy("d", "/x")] },
  "a device": { files: { "d/n": { device: [1, 3] } }, steps: [copy("d", "/x")] },
  "extended attributes": {
    files: { "d/f": { content: "f", xattrs: { "user.one": "1" } } },
    source: [copy("d", "/d")],
    steps: [copy("/d", "/x", { from: "src" })],
  },
  "--from keeps owners, modes and links": {
    files: {
      "d/a": { mode: 0o2755, content: "a" },
      "d/s/": { directory: true, mode: 0o700 },
      "d/s/b": { hard: "d/a" },
    },
    source: [copy("d", "/srv/d", { chown: "11:12" })],
    steps: [copy("/srv", "/x", { from: "src" })],
  },
  "--from of one file through a link": {
    files: { "t/real/f": "f", "t/l": { link: "real" } },
    source: [copy("t", "/")],
    steps: [copy("/l/f", "/x/y", { from: "src" })],
  },
  "--from of the whole": { files: tree, source: [copy("d", "/d")], steps: [copy("/", "/", { from: "src" })] },
  "--from of something missing": {
    files: tree,
    source: [copy("d", "/d")],
    steps: [copy("/opt/venv", "/v", { from: "src" })],
  },
  "a file in the Dockerfile": {
    files: {},
    steps: [
      copy([], "/x/", { inline: [{ name: "one", content: "1\n" }] }),
      copy([], "/y", { inline: [{ name: "two", content: "2\n" }], chmod: "755", chown: "3:4" }),
      copy([], "/z/", {
        inline: [
          { name: "a", content: "first\n" },
          { name: "b", content: "" },
        ],
      }),
    ],
  },
};
