import { type Case, copy, workdir } from "./case.ts";
import { modes, tree } from "./selection-files.ts";

const parents = { parents: true } as const;

export const parentsCases: Record<string, Case> = {
  "--parents of a file": { files: tree, steps: [copy("a/b/c/d/foo", "/", parents)] },
  "--parents of a file with a dot": { files: tree, steps: [copy("./a/b/c/d/foo", "/out", parents)] },
  "--parents of an absolute file": { files: tree, steps: [copy("/a/b/c/d/foo", "/out/", parents)] },
  "--parents of two slashes": { files: tree, steps: [copy("//top.txt", "/out/", parents)] },
  "--parents of a directory": { files: tree, steps: [copy("a/b", "/out", parents)] },
  "--parents of a directory with a slash": { files: tree, steps: [copy("a/b/c/", "/out/", parents)] },
  "--parents of a directory with a slash and a dot": { files: tree, steps: [copy("/a/b/c/d/.", "/out/", parents)] },
  "--parents of several": { files: tree, steps: [copy(["a/b2", "top.txt", "x/sub"], "/out/", parents)] },
  "--parents to a name": { files: tree, steps: [copy("top.txt", "/out/name", parents)] },
  "--parents into WORKDIR": { files: tree, steps: [workdir("/w"), copy("x/s*", ".", parents)] },
  "--parents of everything": { files: tree, steps: [copy(".", "/out/", parents)] },
  "--parents of the root": { files: tree, steps: [copy("/", "/out/", parents)] },
  "--parents of a star": { files: tree, steps: [copy("*", "/out/", parents)] },
  "--parents of a path through the parent": { files: tree, steps: [copy("a/../x/one.py", "/out/", parents)] },
  "--parents of a path out of the context": { files: tree, steps: [copy("../../x/one.py", "/out/", parents)] },
  "--parents of a missing file": { files: tree, steps: [copy("a/none", "/out/", parents)] },
  "--parents of a missing file among others": { files: tree, steps: [copy(["top.txt", "none"], "/out/", parents)] },
  "--parents of a missing wildcard": { files: tree, steps: [copy("a/n*", "/out/", parents)] },
  "--parents of a star for a directory": { files: tree, steps: [copy("a/*/c/d", "/out/", parents)] },
  "--parents of a question mark": { files: tree, steps: [copy("x/???.py", "/out/", parents)] },
  "--parents of a class": { files: tree, steps: [copy("a/b/c[0-9]/d/*/baz", "/out/", parents)] },
  "--parents of two stars": { files: tree, steps: [copy("**/baz", "/out/", parents)] },
  "--parents of two stars at the end": { files: tree, steps: [copy("x/**", "/out/", parents)] },
  "--parents of two stars in between": { files: tree, steps: [copy("a/**/e", "/out/", parents)] },
  "--parents of two stars before a name's end": { files: tree, steps: [copy("**.py", "/out/", parents)] },
  "--parents with a pivot": { files: tree, steps: [copy("a/b/./c/d", "/out/", parents)] },
  "--parents with a pivot at the root": { files: tree, steps: [copy("/./x/sub", "/out/", parents)] },
  "--parents with two dots before": { files: tree, steps: [copy("././x/sub", "/out/", parents)] },
  "--parents with two pivots": { files: tree, steps: [copy("a/./b/./c", "/out/", parents)] },
  "--parents with a pivot and a star": { files: tree, steps: [copy("a/./*/c", "/out/", parents)] },
  "--parents with a star before the pivot": { files: tree, steps: [copy("a/b*/./c/**/e", "/out/", parents)] },
  "--parents with pivots of several sources": {
    files: tree,
    steps: [copy(["a/b/c*/./d/**/baz", "a/b*/./c/**/bar"], "/out/", parents)],
  },
  "--parents with nothing after the pivot": { files: tree, steps: [copy("a/b/./", "/out/", parents)] },
  "--parents with a missing pivot": { files: tree, steps: [copy("none/./c*", "/out/", parents)] },
  "--parents with a pivot that matches nothing": { files: tree, steps: [copy("n*/./c", "/out/", parents)] },
  "--parents with a missing file after the pivot": { files: tree, steps: [copy("a/b/./none", "/out/", parents)] },
  "--parents with a file as the pivot": { files: tree, steps: [copy("top.txt/./x", "/out/", parents)] },
  "--parents with a parent after the pivot": { files: tree, steps: [copy("a/b/./../b2/c", "/out/", parents)] },
  "--parents of an escaped star": { files: { "a*b": "star", axb: "x" }, steps: [copy("a\\*b", "/x/", parents)] },
  "--parents of an escaped star and a star": {
    files: { "d/a*b": "star", "d/axb": "x" },
    steps: [copy("*/a\\*b", "/x/", parents)],
  },
  "--parents of a bad pattern": { files: tree, steps: [copy("x/[a", "/x/", parents)] },
  "--parents of an exclamation mark": { files: { "!a": "!", a: "a" }, steps: [copy("!a", "/x/", parents)] },
  "--parents of a path with links": {
    files: { "real/f": "f", link: { link: "real" } },
    steps: [copy("link/f", "/x/", parents)],
  },
  "--parents of a wildcard beneath a link": {
    files: { "real/f": "f", link: { link: "real" } },
    steps: [copy("link/*", "/x/", parents)],
  },
  "--parents of a link": {
    files: { "real/f": "f", link: { link: "real" }, file: { link: "real/f" } },
    steps: [copy(["link", "file"], "/x/", parents)],
  },
  "--parents of a dangling link": { files: { l: { link: "none" } }, steps: [copy("l", "/x/", parents)] },
  "--parents with a link as the pivot": {
    files: { "real/s/f": "f", link: { link: "real" } },
    steps: [copy("link/./s", "/x/", parents)],
  },
  "--parents --from with links": {
    files: { "real/s/f": "f", link: { link: "real" }, dangling: { link: "none" }, file: "file" },
    source: [copy(".", "/")],
    steps: [
      copy("/./file", "/a/", { ...parents, from: "src" }),
      copy("link/./s*", "/b/", { ...parents, from: "src" }),
      copy("link/s/./f", "/c/", { ...parents, from: "src" }),
    ],
  },
  "--parents --from of a dangling link": {
    files: { "d/l": { link: "none" } },
    source: [copy(".", "/"), copy("d", "/")],
    steps: [copy("d/./l", "/x/", { ...parents, from: "src" }), copy("/l", "/y/", { ...parents, from: "src" })],
  },
  "--parents --from of a dangling link beneath the pivot": {
    files: { "d/l": { link: "none" } },
    source: [copy(".", "/")],
    steps: [copy("d/./l", "/x/", { ...parents, from: "src" })],
  },
  "--parents --from with a link as the pivot": {
    files: { "real/s/f": "f", link: { link: "real" } },
    source: [copy(".", "/")],
    steps: [copy("link/./s", "/x/", { ...parents, from: "src" })],
  },
  "--parents --from with a file as the pivot and a star": {
    files: { file: "file" },
    source: [copy(".", "/")],
    steps: [copy("file/./x*", "/x/", { ...parents, from: "src" })],
  },
  "--parents with a link as the pivot and a star": {
    files: { "real/s/f": "f", link: { link: "real" } },
    steps: [copy("link/./s*", "/x/", parents)],
  },
  "--parents with a link before the pivot": {
    files: { "real/s/f": "f", link: { link: "real" } },
    steps: [copy("link/s/./f", "/x/", parents)],
  },
  "--parents of a dangling link by a star": { files: { l: { link: "none" } }, steps: [copy("l*", "/x/", parents)] },
  "--parents of a dangling link in a directory": {
    files: { "d/l": { link: "none" }, "d/f": "f" },
    steps: [copy("d/l", "/x/", parents)],
  },
  "--parents keeps the modes of directories": { files: modes, steps: [copy("d/s/f", "/x/", parents)] },
  "--parents of a directory keeps its mode": { files: modes, steps: [copy("d/s/t", "/x/", parents)] },
  "--parents with --chown and --chmod": {
    files: modes,
    steps: [copy("d/s/t/g", "/x/y/", { ...parents, chown: "5:6", chmod: "640" })],
  },
  "--parents with a symbolic --chmod": {
    files: modes,
    steps: [copy("d/s/t", "/x/", { ...parents, chmod: "u=rwX,go=rX" })],
  },
  "--parents onto directories that are there": {
    files: { ...modes, "e/s/t/h": "h" },
    steps: [copy("e", "/x/d", { chown: "7:8", chmod: "751" }), copy("d/s/t/g", "/x/", parents)],
  },
  "--parents onto directories that are there, with --chmod": {
    files: { ...modes, "e/s/t/h": "h" },
    steps: [copy("e", "/x/d", { chown: "7:8" }), copy("d/s/t", "/x/", { ...parents, chmod: "711", chown: "9:9" })],
  },
  "--parents onto a file": {
    files: { "d/s/f": "f", file: "x" },
    steps: [copy("file", "/x/d"), copy("d/s/f", "/x/", parents)],
  },
  "--parents onto a link": {
    files: { "d/s/f": "f", "t/d": { link: "/other" }, "t/other/": { directory: true } },
    steps: [copy("t", "/"), copy("d/s/f", "/", parents)],
  },
  "--parents --link": { files: tree, steps: [copy("a/b/c/d/foo", "/out/", { ...parents, link: true })] },
  "--parents --link onto directories that are there": {
    files: { ...modes, "e/s/t/h": "h" },
    steps: [copy("e", "/x/d", { chown: "7:8" }), copy("d/s/t", "/x/", { ...parents, link: true })],
  },
  "--parents --from": {
    files: tree,
    source: [copy("a", "/srv/a", { chown: "3:4" })],
    steps: [copy("/srv/a/./b*/c", "/out/", { ...parents, from: "src" })],
  },
  "--parents --from of something missing": {
    files: tree,
    source: [copy("a", "/srv/a")],
    steps: [copy("/srv/none", "/out/", { ...parents, from: "src" })],
  },
  "--parents with hard links": {
    files: { "d/a": "a", "e/b": { hard: "d/a" }, "e/c": { hard: "d/a" } },
    steps: [copy(["d", "e"], "/x/", parents), copy("*/[ac]", "/y/", parents)],
  },
  "--parents of an empty directory": {
    files: { "e/f/": { directory: true, mode: 0o710 }, "e/g/": { directory: true } },
    steps: [copy("e/f", "/x/", parents), copy("**/g", "/y/", parents)],
  },
  "--parents and a file in the Dockerfile": {
    files: { "d/a": "a" },
    steps: [copy("d/a", "/x/", { ...parents, inline: [{ name: "one", content: "1\n" }] })],
  },
};
