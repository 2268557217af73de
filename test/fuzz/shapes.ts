import { planBuild } from "../../src/build/plan/planner.ts";
import { emptyImage } from "../../src/oci/image/empty.ts";
import { amd64 } from "../support/images.ts";
import { stages } from "../../src/dockerfile/stages.ts";
import { expand, expandToWords } from "../../src/dockerfile/expand/expand.ts";
import { parseIgnore } from "../../src/dockerfile/ignore/ignore.ts";
import { matchGlob } from "../../src/dockerfile/match-glob.ts";
import { parseDockerfile } from "../../src/dockerfile/parse/parse.ts";
import type { Shape } from "./growth.ts";
import { file, line, repeated, shapesOf } from "./growing.ts";
import { valueShapes } from "./value-shapes.ts";

const where = { source: { name: "Dockerfile", text: "" }, line: 1, column: 1 };

const parse = (text: string) => stages(parseDockerfile({ name: "Dockerfile", text }));
const plan = (text: string) =>
  planBuild(
    parseDockerfile({ name: "Dockerfile", text }),
    {
      platform: amd64,
      buildPlatform: amd64,
      buildArgs: new Map(),
      target: undefined,
      labels: new Map(),
      network: "default",
      warn: () => {},
    },
    (_, platform) => Promise.resolve(emptyImage(platform)),
  );
const files = shapesOf("parser", parse, file, {
  comments: repeated("# a\n", "", "FROM a"),
  "empty lines": repeated("\n", "FROM a"),
  "carriage returns and line feeds": repeated("\r\n", "FROM a\r\nRUN x \\\r\n", "y"),
  "lines that go on": repeated(" \\\n y", "FROM a\nRUN x"),
  "comments between lines that go on": repeated("#\n", "FROM a\nRUN x \\\n", "y"),
  "empty lines between lines that go on": repeated("\n", "FROM a\nRUN x \\\n", "y"),
  "words over many lines": repeated(" a \\\n", "FROM a\nCOPY ", " b"),
  "pairs over many lines": repeated("a=b \\\n", "FROM a\nENV "),
  "flags over many lines": repeated("--mount=type=ssh \\\n", "FROM a\nRUN ", "x"),
  "mounts with many options": repeated("id=a,\\\n", "FROM a\nRUN --mount=", " x"),
  "a deep heredoc": repeated("x\n", "FROM a\nRUN <<E\n", "E\n"),
  "a heredoc of almost-ends": repeated("E \n", "FROM a\nRUN <<E\n", "E\n"),
  "tabs in a heredoc": repeated("\t\t\t\t\t\t\t\n", "FROM a\nRUN <<-E\n", "E\n"),
  "many heredocs": (n) => `FROM a\nCOPY ${"<<E \\\n".repeat(n / 8)} /x/\n${"E\n".repeat(n / 8)}`,
  "heredocs whose words are not found": (n) =>
    `FROM a\nRUN ${"<<a${b#'\\'} \\\n".repeat(n / 32)}\n${"a${b#\\\\}\n".repeat(n / 32)}`,
  "many stages": repeated("FROM a\n"),
  "many stages that have names": repeated("FROM a AS b\n"),
  instructions: repeated("CMD a\n", "FROM a\n"),
  "ONBUILD heredocs": repeated("ONBUILD RUN <<E\nE\n", "FROM a\n"),
  "JSON over many lines": repeated('"a", \\\n', "FROM a\nCMD [", '"b"]'),
});

const lines = shapesOf("lines", (text) => parse(`FROM a\n${text}\n`), line, {
  "one long word": repeated("x", "RUN "),
  "one long keyword": repeated("X"),
  blanks: repeated(" ", "RUN x", "y"),
  "no-break spaces": repeated("\u00a0", "RUN x", "y"),
  backslashes: repeated("\\", "RUN "),
  "backslashes and blanks": repeated("\\ ", "RUN ", "x"),
  "backslashes, then blanks": (n) => `RUN ${"\\".repeat(n / 2)}${" ".repeat(n / 2)}x`,
  "carriage returns": repeated("\r", "RUN ", "x"),
  quotes: repeated("'\"", "ENV a="),
  "open quotes": repeated('"', 'LABEL a="'),
  "open brackets": repeated("[", "CMD "),
  brackets: (n) => `CMD ${"[".repeat(n / 2)}${"]".repeat(n / 2)}`,
  "a JSON string of escapes": repeated("\\u0041", 'CMD ["', '"]'),
  "JSON that ends badly": repeated('"a",', "CMD [", "x"),
  "half pairs of surrogates": repeated("\ud800", 'CMD ["', '"]'),
  "less than signs": repeated("<", "RUN "),
  "heredocs without an end": repeated("<<E ", "RUN "),
  "heredocs in blanks": repeated("<< ", "RUN "),
  dashes: repeated("-", "COPY --", " a b"),
  "a flag of quotes": repeated("'a'", "COPY --from=", " a b"),
  "a flag of backslashes": repeated("\\", "COPY --from=", " a b"),
  "a directive of blanks": repeated(" ", "# a", "=x"),
  "digits in a duration": repeated("1", "HEALTHCHECK --interval=", " CMD x"),
  ports: repeated("80 ", "EXPOSE "),
});

const scope = (value: string) => ({ get: (name: string) => (name === "a" ? value : undefined) });
const words = (text: string, value: string) => [
  expand({ text, where }, scope(value), "\\"),
  expandToWords({ text, where }, scope(value), "\\"),
];

/** Lines with the numbers from 0, about n bytes in all. */
const numbered = (n: number, line: (index: number) => string): string =>
  Array.from({ length: Math.ceil(n / 16) }, (_, index) => line(index)).join("\n");

const expansions = shapesOf("expander", (text) => words(text, "ab"), line, {
  "nested defaults": (n) => "${b:-".repeat(n / 6) + "}".repeat(n / 6),
  "nested patterns": (n) => "${a#".repeat(n / 5) + "}".repeat(n / 5),
  "nested in quotes": (n) => '"${b:-'.repeat(n / 9) + '}"'.repeat(n / 9),
  variables: repeated("$a"),
  "variables that are not set": repeated("${bbbb}"),
  "patterns in a row": repeated("${a#*b}"),
  backslashes: repeated("\\"),
  "escaped dollars": repeated("\\$"),
  dollars: repeated("$"),
  quotes: repeated("'a'\"b\""),
  "less than signs and blanks": repeated("<< "),
  blanks: repeated("a "),
  "a long name": repeated("n", "${", "}"),
  "a pattern of stars": repeated("*", "${a##", "}"),
  "a pattern of stars and letters": repeated("*a", "${a##", "b}"),
  "a pattern of question marks": repeated("?", "${a%%", "}"),
  "a pattern of escapes": repeated("\\*", "${a//", "/x}"),
});

const plans = shapesOf("planner", plan, file / 16, {
  "variables that are set": (n) => `FROM a\n${numbered(n, (i) => `ENV v${i}=x`)}`,
  "arguments, each of the one before": (n) => `FROM a\nARG v0=1\n${numbered(n, (i) => `ARG v${i + 1}=$v${i}`)}`,
  "variables in one instruction": (n) => `FROM a\nENV ${numbered(n, (i) => `v${i}=x \\`)}\n`,
  labels: (n) => `FROM a\n${numbered(n, (i) => `LABEL v${i}=x`)}`,
  volumes: (n) => `FROM a\n${numbered(n, (i) => `VOLUME /v${i}`)}`,
  runs: (n) => `FROM a\n${numbered(n, () => "RUN x")}`,
  "directories below directories": (n) => `FROM a\n${numbered(n, () => "WORKDIR a")}`,
  triggers: (n) => `FROM a\n${numbered(n, () => "ONBUILD RUN x")}`,
  "stages that each need the one before": (n) => `FROM a AS v0\n${numbered(n, (i) => `FROM v${i} AS v${i + 1}`)}`,
  "stages that copy from the one before": (n) =>
    `FROM a AS v0\n${numbered(n, (i) => `FROM a AS v${i + 1}\nCOPY --from=v${i} a a`)}`,
  "stages that copy from a number": (n) => `FROM a\n${numbered(n, (i) => `FROM a\nCOPY --from=${i} a a`)}`,
  "copies from one stage": (n) => `FROM a AS b\nFROM a\n${numbered(n, () => "COPY --from=b a a")}`,
});

const values = shapesOf(
  "expander, value grows",
  (value) => words("${a##*a*b}${a%%b*}${a//a?*b/x}${a/aab/c}", value),
  file,
  {
    "of one letter": repeated("a"),
    "of lines": repeated("a\n"),
    "of almost-matches": repeated("aac"),
    "of blanks": repeated("a "),
  },
);

const ignores = (path: string) => (text: string) => parseIgnore({ name: ".dockerignore", text }).ignores(path);
const deep = `${"a".repeat(250)}/`.repeat(15) + "a";
const rules = shapesOf("ignore rules", ignores(deep), line, {
  "stars in one rule": repeated("*a", "", "b"),
  "double stars in one rule": repeated("**/", "", "b"),
  "question marks": repeated("?", "", "b"),
  "a class": repeated("a-", "[", "z]b"),
  "open brackets": repeated("["),
  classes: repeated("[a]"),
  backslashes: repeated("\\\\"),
  slashes: repeated("/", "", "b"),
  dots: repeated("../"),
});
const manyRules = shapesOf("many ignore rules", ignores("a/b/c"), file / 16, {
  "that match": repeated("**/a*\n"),
  "that match in turns": repeated("a\n!a\n"),
  "that do not": repeated("**/x*y\n"),
  "of comments": repeated("#\n"),
});
const ignoredPaths = shapesOf("ignored paths", (path) => ignores(path)("**/*a*a*a*b\n*?*?*b\n!**/[ab]*c\n"), 4095, {
  "of one letter": repeated("a"),
  "of slashes": repeated("a/"),
});

const globs = shapesOf("globs", (text) => matchGlob(text, "a".repeat(250)), line, {
  stars: repeated("*"),
  "stars and letters": repeated("*a", "", "b"),
  classes: repeated("[a]"),
  "a class": repeated("a-z", "[", "]"),
  "open brackets": repeated("["),
  backslashes: repeated("\\a"),
});

export const shapes: readonly Shape[] = [
  ...files,
  ...lines,
  ...expansions,
  ...plans,
  ...values,
  ...rules,
  ...manyRules,
  ...ignoredPaths,
  ...globs,
  ...valueShapes,
];
