import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DjibError } from "../../src/errors.ts";
import { readPatterns, parseIgnore } from "../../src/dockerfile/ignore/ignore.ts";

const read = (text: string) => parseIgnore({ name: ".dockerignore", text });

test("a line that is no pattern is refused with its number", () => {
  for (const bad of ["!", "[a", "a\\", "[]", "*\\", "a*["]) {
    assert.throws(
      () => read(`ok\n# comment\n${bad}\n`),
      (error) =>
        error instanceof DjibError && error.code === "dockerfile/bad-ignore-rule" && error.details.where?.line === 3,
      bad,
    );
  }
});

test("what moby hands to its regular expressions by mistake is taken as it reads, or refused", () => {
  assert.equal(read("a|b*").ignores("a"), false);
  assert.equal(read("a|b*").ignores("a|bc"), true);
  assert.throws(() => read("\\d"), DjibError);
  assert.throws(() => read("[[:alpha:]]"), DjibError);
});

test("a directory that is left out is walked only where an exception may lie beneath", () => {
  const rows: readonly (readonly [string, string, boolean])[] = [
    ["node_modules", "node_modules", false],
    ["*\n!app/static", "app", true],
    ["*\n!app/static", "apps", false],
    ["*\n!app", "application", false],
    ["*\n!app/*/x", "app/y", true],
    ["*\n!app/*/x", "b", false],
    ["*\n!**/x", "b/c", true],
    ["*\n!a*", "b", false],
    ["*\n!a*", "ab", true],
    ["*\n!\\[x\\]/y", "[x]", true],
  ];
  for (const [text, directory, expected] of rows) {
    assert.equal(read(text).mayHaveExceptionsBelow(directory), expected, `${JSON.stringify(text)} ${directory}`);
  }
});

test("a walk that skips such directories finds what a full walk finds", () => {
  const part = fc.constantFrom("a", "b", "ab", "*", "**", "?", "a*");
  const line = fc
    .tuple(fc.constantFrom("", "!"), fc.array(part, { minLength: 1, maxLength: 3 }))
    .map(([mark, parts]) => mark + parts.join("/"));
  const path = fc.array(fc.constantFrom("a", "b", "ab", "c"), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), path, (lines, segments) => {
      const ignore = read(lines.join("\n"));
      for (let length = 1; length < segments.length; length++) {
        const directory = segments.slice(0, length).join("/");
        if (!ignore.ignores(directory) || ignore.mayHaveExceptionsBelow(directory)) continue;
        assert.equal(ignore.ignores(segments.join("/")), true);
        return;
      }
    }),
    { numRuns: 2000 },
  );
});

test("names that are not UTF-8 match wildcards and never an accident", () => {
  const ignore = read("*.txt\nexact");
  assert.equal(ignore.ignores("\xff\xfe.txt"), true);
  assert.equal(ignore.ignores("exac\xff"), false);
});

test("--exclude has the same rules, placed where the flag stands", () => {
  const where = { source: { name: "Dockerfile", text: "" }, line: 7, column: 3 };
  const rules = ["*.pyc", "!keep.pyc"].map((text) => ({ text, where }));
  assert.equal(readPatterns(rules).ignores("a.pyc"), true);
  assert.equal(readPatterns(rules).ignores("keep.pyc"), false);
  assert.throws(
    () => readPatterns([{ text: "[", where }]),
    (error) => error instanceof DjibError && error.details.where === where,
  );
});
