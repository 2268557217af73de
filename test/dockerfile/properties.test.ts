import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DjibError, type Location, type SourceText } from "../../src/errors.ts";
import { expand } from "../../src/dockerfile/expand/expand.ts";
import { parseIgnore } from "../../src/dockerfile/ignore/ignore.ts";
import { BadPattern, matchGlob } from "../../src/dockerfile/match-glob.ts";
import { parseDockerfile } from "../../src/dockerfile/parse/parse.ts";
import { stages } from "../../src/dockerfile/stages.ts";

const tokens = fc.constantFrom(
  "FROM a",
  "RUN ",
  "COPY ",
  "ENV ",
  "ONBUILD ",
  "HEALTHCHECK ",
  "LABEL ",
  "# escape=`",
  "--mount=type=cache,",
  "--from=",
  "\n",
  "\n",
  "\r\n",
  "\\\n",
  "`\n",
  " ",
  "\t",
  "<<E",
  "<<-'E'",
  "\nE\n",
  '["a"]',
  "[",
  '"',
  "'",
  "\\",
  "$a",
  "${b:-",
  "}",
  "=",
  "a",
  "é",
  "\ufeff",
  "#",
  "\u00a0",
  "👽",
);
const someText = fc.oneof(
  fc.array(tokens, { maxLength: 30 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary" }),
);

/** Every `where` in a tree. */
function places(value: unknown): Location[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (key === "source") return [];
    return key === "where" ? [item as Location] : places(item);
  });
}

function checkPlace({ line, column, endLine = line, endColumn = column }: Location, { text }: SourceText): void {
  const lines = text.split("\n");
  assert.ok(line >= 1 && line <= lines.length && endLine >= line && endLine <= lines.length, `line ${line}-${endLine}`);
  assert.ok(column >= 1 && column <= endColumn && endColumn <= lines[line - 1]!.length + 1, `${column}-${endColumn}`);
}

test("whatever the text, parsing ends in a tree or in one problem with help, and every place lies inside the text", () => {
  fc.assert(
    fc.property(someText, (text) => {
      const source = { name: "Dockerfile", text };
      try {
        const dockerfile = parseDockerfile(source);
        places(dockerfile).forEach((where) => checkPlace(where, source));
        stages(dockerfile);
      } catch (error) {
        assert.ok(error instanceof DjibError, String(error));
        assert.ok(error.details.help);
        if (error.details.where) checkPlace(error.details.where, source);
      }
    }),
    { numRuns: 5000 },
  );
});

test("whatever the word, expanding it ends in a text or in a problem", () => {
  const part = fc.constantFrom(
    "$",
    "{",
    "}",
    "a",
    ":-",
    "-",
    "?",
    "#",
    "%",
    "/",
    "//",
    "*",
    "\\",
    "`",
    "'",
    '"',
    "<<",
    " ",
    "é",
    "👽",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 15 }), fc.string(), (parts, value) => {
      const where = { source: { name: "Dockerfile", text: "" }, line: 1, column: 1 };
      try {
        expand({ text: parts.join(""), where }, { get: (name) => (name === "a" ? value : undefined) }, "\\");
      } catch (error) {
        assert.ok(error instanceof DjibError, String(error));
      }
    }),
    { numRuns: 5000 },
  );
});

test("a word without $, quotes, escapes and < is itself", () => {
  const where = { source: { name: "Dockerfile", text: "" }, line: 1, column: 1 };
  const plain = fc.string().filter((text) => !/[$'"\\<\ufeff]/.test(text));
  fc.assert(fc.property(plain, (text) => assert.equal(expand({ text, where }, { get: () => undefined }, "\\"), text)));
});

test("whatever the rules and the path, ignoring answers or refuses the rules", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), (text, path) => {
      try {
        parseIgnore({ name: ".dockerignore", text }).ignores(path);
      } catch (error) {
        assert.ok(error instanceof DjibError, String(error));
      }
    }),
    { numRuns: 3000 },
  );
});

test("a glob whose characters are all escaped matches its own text only", () => {
  const name = fc.string({ minLength: 1 }).filter((text) => /^[ -~]+$/.test(text) && !text.includes("/"));
  fc.assert(
    fc.property(name, name, (text, other) => {
      const pattern = text.replace(/[^]/g, "\\$&");
      assert.equal(matchGlob(pattern, text), true);
      assert.equal(matchGlob(pattern, other), other === text);
    }),
  );
});

test("whatever the glob, matching answers or calls it malformed", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (pattern, path) => {
      try {
        matchGlob(pattern, path);
      } catch (error) {
        assert.ok(error instanceof BadPattern, String(error));
      }
    }),
  );
});
