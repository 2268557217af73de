import { add, type Case, copy } from "./case.ts";
import { modes, tree } from "./selection-files.ts";

const parents = { parents: true } as const;

export const excludeCases: Record<string, Case> = {
  "--exclude of a name": { files: tree, steps: [copy("x", "/out", { exclude: ["one.py"] })] },
  "--exclude of a star": { files: tree, steps: [copy("x", "/out", { exclude: ["*.py"] })] },
  "--exclude of two stars": { files: tree, steps: [copy("x", "/out", { exclude: ["**/*.pyc"] })] },
  "--exclude of a directory": { files: tree, steps: [copy("x", "/out", { exclude: ["sub"] })] },
  "--exclude of a directory with slashes": { files: tree, steps: [copy("x", "/out", { exclude: ["/sub/"] })] },
  "--exclude of a directory with a slash": { files: tree, steps: [copy("x", "/out", { exclude: ["sub/"] })] },
  "--exclude is relative to the source": { files: tree, steps: [copy("x", "/out", { exclude: ["x/one.py"] })] },
  "--exclude of everything": { files: tree, steps: [copy("x", "/out", { exclude: ["*"] })] },
  "--exclude of two stars alone": { files: tree, steps: [copy("x", "/out", { exclude: ["**"] })] },
  "--exclude of a dot": { files: tree, steps: [copy("x", "/out", { exclude: ["."] })] },
  "--exclude of what is not there": { files: tree, steps: [copy("x", "/out", { exclude: ["none", "n*"] })] },
  "--exclude several times": { files: tree, steps: [copy("x", "/out", { exclude: ["*.py", "**/*.pyc"] })] },
  "--exclude with an exception": {
    files: tree,
    steps: [copy("x", "/out", { exclude: ["**/*.py", "!sub/two.py"] })],
  },
  "--exclude with an exception in an excluded directory": {
    files: tree,
    steps: [copy("x", "/out", { exclude: ["sub", "!sub/two.py"] })],
  },
  "--exclude of everything but one": { files: tree, steps: [copy(".", "/out", { exclude: ["**", "!a/b/c/d/foo"] })] },
  "--exclude of everything but a pattern": {
    files: tree,
    steps: [copy(".", "/out", { exclude: ["*", "!**/*.py"] })],
  },
  "--exclude with an exception before": {
    files: tree,
    steps: [copy("x", "/out", { exclude: ["!sub/two.py", "sub"] })],
  },
  "--exclude keeps the modes of directories above an exception": {
    files: modes,
    steps: [copy("d", "/x", { exclude: ["s", "!s/t/g"] })],
  },
  "--exclude above an exception, onto what is there": {
    files: { ...modes, "e/s/t/h": "h" },
    steps: [
      copy("e", "/x", { chown: "7:8", chmod: "751" }),
      copy("d", "/x", { exclude: ["s", "!s/t/g"], chown: "1:2" }),
    ],
  },
  "--exclude does not count for a file that is named": {
    files: tree,
    steps: [copy("x/one.py", "/out/", { exclude: ["one.py", "*.py", "**"] })],
  },
  "--exclude does not count for files that a wildcard names": {
    files: tree,
    steps: [copy("x/*", "/out/", { exclude: ["*.py"] })],
  },
  "--exclude counts for each directory that a wildcard names": {
    files: tree,
    steps: [copy("a/*", "/out/", { exclude: ["c/d/e"] })],
  },
  "--exclude with variables": { files: { "d/$x": "x", "d/y": "y" }, steps: [copy("d", "/out", { exclude: ["$x"] })] },
  "--exclude of a bad pattern": { files: tree, steps: [copy("x", "/out", { exclude: ["[a"] })] },
  "--exclude of an exclamation mark": { files: tree, steps: [copy("x", "/out", { exclude: ["!"] })] },
  "--exclude of nothing": { files: tree, steps: [copy("x", "/out", { exclude: [""] })] },
  "--exclude of a link": {
    files: { "d/l": { link: "f" }, "d/f": "f", "d/k": { link: "s" }, "d/s/g": "g" },
    steps: [copy("d", "/out", { exclude: ["l", "k/g"] })],
  },
  "--exclude of one name of a file": {
    files: { "d/a": "a", "d/b": { hard: "d/a" }, "d/c": { hard: "d/a" } },
    steps: [copy("d", "/out", { exclude: ["a"] })],
  },
  "--exclude with --from": {
    files: tree,
    source: [copy("x", "/srv/x", { chown: "3:4" })],
    steps: [copy("/srv", "/out", { from: "src", exclude: ["x/sub"] })],
  },
  "--exclude with --link": { files: tree, steps: [copy("x", "/out/", { link: true, exclude: ["sub"] })] },
  "--exclude with --chmod": { files: tree, steps: [copy("x", "/out/", { chmod: "u=rwX,go=", exclude: ["one.py"] })] },
  "--exclude and a file in the Dockerfile": {
    files: {},
    steps: [copy([], "/x/", { inline: [{ name: "one", content: "1\n" }], exclude: ["one"] })],
  },
  "--exclude with --parents": { files: tree, steps: [copy("a", "/out/", { ...parents, exclude: ["**/e"] })] },
  "--exclude with --parents is relative to the pivot": {
    files: tree,
    steps: [copy("a/./b", "/out/", { ...parents, exclude: ["b/c", "a/b/c2"] })],
  },
  "--exclude of all that --parents names": {
    files: tree,
    steps: [copy("x/sub", "/out/", { ...parents, exclude: ["x"] })],
  },
  "--exclude of a file that --parents names": {
    files: tree,
    steps: [copy("x/one.py", "/out/", { ...parents, exclude: ["**/one.py"] })],
  },
  "--exclude of a directory that --parents names, with an exception": {
    files: tree,
    steps: [copy("x/sub", "/out/", { ...parents, exclude: ["x/sub", "!x/sub/two.py"] })],
  },
  "--exclude of some of what --parents matches": {
    files: tree,
    steps: [copy("**/*.py*", "/out/", { ...parents, exclude: ["**/*.pyc"] })],
  },
  "--exclude beside a dangling link": {
    files: { l: { link: "none" }, f: "f", x: "x" },
    steps: [copy(".", "/out/", { exclude: ["x"] })],
  },
  "--exclude of a dangling link": {
    files: { l: { link: "none" }, f: "f", x: "x" },
    steps: [copy(".", "/out/", { exclude: ["l"] })],
  },
  "--exclude beside a dangling link in a directory": {
    files: { "d/l": { link: "none" }, "d/f": "f", "d/x": "x" },
    steps: [copy("d", "/out/", { exclude: ["x"] }), copy(".", "/all/", { exclude: ["d/x"] })],
  },
  "--exclude --from beside a dangling link": {
    files: { l: { link: "none" }, f: "f", x: "x" },
    source: [copy(".", "/"), copy(".", "/d/")],
    steps: [copy("/d", "/out/", { from: "src", exclude: ["x"] })],
  },
  "--exclude --from the root beside a dangling link": {
    files: { l: { link: "none" }, f: "f", x: "x" },
    source: [copy(".", "/")],
    steps: [copy("/", "/out/", { from: "src", exclude: ["x"] })],
  },
  "--exclude --from a wildcard beside a dangling link": {
    files: { l: { link: "none" }, f: "f", x: "x" },
    source: [copy(".", "/d/"), copy(".", "/e/")],
    steps: [copy("/[de]", "/out/", { from: "src", exclude: ["x"] })],
  },
  "ADD --exclude": { files: tree, steps: [add("x", "/out", { exclude: ["sub"] })] },
  "ADD --exclude with an archive": {
    files: {
      "d/a.tar": { tar: [{ name: "in", content: "in" }] },
      "d/b": "b",
      "e.tar": { tar: [{ name: "x", content: "x" }] },
    },
    steps: [add("d", "/one", { exclude: ["a.tar"] }), add("e.tar", "/two", { exclude: ["x", "e.tar"] })],
  },
};
