import { expand, expandLines, expandToWords } from "../../src/dockerfile/expand/expand.ts";
import { outcome, type Target } from "./target.ts";

const values = new Map([
  ["A", "plain"],
  ["EMPTY", ""],
  ["LIST", "a b  c"],
  ["FILE", "foo.tar.gz"],
  ["NL", "one\ntwo\none"],
  ["STAR", "a*b?c\\d"],
  ["K", "한국어👽"],
  ["LONG", "ab".repeat(500)],
]);
const modifiers = [":-", "-", ":+", "+", ":?", "?", "#", "##", "%", "%%", "/", "//", ":=", ":#"];
const names = [...values.keys(), "UNSET", "1", "@", "é"];

const expander: Target = {
  name: "expander",
  seeds: ["$A", "${A}", "a'$A'\"$A\"\\$A", "${A:-${B:+x}}", "${FILE##*.}", "${LONG//a*/b}", "${NL%%t?o*}", "<<$A b"],
  words: [
    ...names.flatMap((name) => [`$${name}`, `\${${name}}`, `\${${name}`]),
    ...modifiers.flatMap((modifier) => [modifier, `\${FILE${modifier}`, `\${UNSET${modifier}a b}`]),
    ..."\\ ` ' \" { } $ << / * ? \\* \\} \\/ \\\\".split(" "),
  ],
  run(text) {
    const where = { source: { name: "Dockerfile", text }, line: 1, column: 1 };
    const scope = { get: (name: string) => values.get(name) };
    return [
      ...outcome(() => kinds(expand({ text, where }, scope, "\\"), text)),
      ...outcome(() => kinds(expand({ text, where }, scope, "`"), text)),
      ...outcome(() => kinds(expandLines({ text, where }, scope), text)),
      ...outcome(() => [`words ${Math.min(expandToWords({ text, where }, scope, "\\").length, 5)}`]),
    ];
  },
};

/** What was used, for there is no more to see in a text. */
const kinds = (result: string, text: string): string[] => [
  `${
    text
      .match(/\$\{?\w*[:?#%/+-]{0,2}/g)
      ?.toSorted()
      .slice(0, 2)
      .join(" ") ?? ""
  } ${Math.sign(result.length - text.length)}`,
];

export default [expander];
