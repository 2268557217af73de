import { parseIgnore } from "../../src/dockerfile/ignore/ignore.ts";
import { BadPattern, isGlob, matchGlob } from "../../src/dockerfile/match-glob.ts";
import { outcome, type Target } from "./target.ts";

const latin1 = (text: string): string => Buffer.from(text, "utf8").toString("latin1");
const words = [
  "**",
  "**/",
  "/**",
  "*",
  "?",
  "[a-z]",
  "[^a]",
  "[!a]",
  "[]",
  "[]a]",
  "[a-]",
  "\\[",
  "\\",
  "!",
  "../",
  ".",
];

/** The rules first, then, behind a line of dashes, paths. */
const ignore: Target = {
  name: "ignore",
  seeds: [
    "*.pyc\n!a.pyc\n--\na.pyc\nb/a.pyc",
    "**/x/**\n!**/x/y*\n# c\n/z/\n--\na/x/y/z\nx\nz/q",
    "\ufeff.git\n--\n.git/a",
  ],
  words: [...words, "\n", "\n!", "\n--\n", "\n#", "\ufeff", "{2}", "(a|b)", "+", "^", "$", "[:alpha:]"],
  run: (text) =>
    outcome(() => {
      const [rules = "", paths = ""] = text.split("\n--\n", 2);
      const read = parseIgnore({ name: ".dockerignore", text: rules });
      const answers = paths.split("\n").map((path) => String(read.ignores(latin1(path))));
      return [`${read.rules.length} ${answers.join(" ")}`, ...shapes(rules)];
    }),
};

/** The pattern first, then, behind a NUL, the path. Escaped as a whole, a text matches itself. */
const glob: Target = {
  name: "glob",
  seeds: ["*.py\0a.py", "a/[^b-d]?\\*/*\0a/ef*/x", "**\0a"],
  words: [...words, "\0", "a", "é", "-", "^"],
  run(text) {
    const [pattern = "", path = ""] = text.split("\0", 2);
    const whole = latin1(pattern);
    if (!/\p{Surrogate}/u.test(pattern) && !matchGlob(pattern.replaceAll(/./gsu, "\\$&"), whole))
      throw new Error("not itself");
    try {
      return [`${isGlob(pattern)} ${matchGlob(pattern, latin1(path))}`, ...shapes(pattern)];
    } catch (error) {
      if (error instanceof BadPattern) return [error.message];
      throw error;
    }
  },
};

/** The special characters of a pattern in their order, which says how it is read. */
const shapes = (text: string): string[] =>
  text.split("\n").map((line) => line.replaceAll(/[^*?[\]^\\!/-]+/gu, "a").slice(0, 12));

export default [ignore, glob];
