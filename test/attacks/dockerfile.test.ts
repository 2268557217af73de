import assert from "node:assert/strict";
import { test } from "node:test";
import { DjibError } from "../../src/errors.ts";
import { applyDelta } from "../../src/context/git/delta.ts";
import { expand } from "../../src/dockerfile/expand/expand.ts";
import { parseIgnore } from "../../src/dockerfile/ignore/ignore.ts";
import { fileNameOf } from "../../src/dockerfile/values/git-reference.ts";
import { matchGlob } from "../../src/dockerfile/match-glob.ts";
import { parseDockerfile } from "../../src/dockerfile/parse/parse.ts";

const parse = (text: string) => parseDockerfile({ name: "Dockerfile", text });
const where = { source: { name: "Dockerfile", text: "" }, line: 1, column: 1 };
const scope = (values: Readonly<Record<string, string>>) => ({
  get: (name: string) => (Object.hasOwn(values, name) ? values[name] : undefined),
});

function code(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof DjibError, String(error));
    return error.code;
  }
  return "fine";
}

/** Far above what linear work takes, far below what quadratic or exponential work would. */
function withinSeconds(seconds: number, run: () => unknown): void {
  const start = performance.now();
  run();
  const taken = (performance.now() - start) / 1000;
  assert.ok(taken < seconds, `took ${taken.toFixed(1)} s`);
}

test("a line of 65,535 bytes is taken, one byte more is refused, and bytes count rather than characters", () => {
  const line = (bytes: number) => `FROM a\nRUN ${"x".repeat(bytes - 4)}`;
  assert.equal(
    code(() => parse(`${line(65_535)}\n`)),
    "fine",
  );
  assert.equal(
    code(() => parse(line(65_535))),
    "fine",
  );
  assert.equal(
    code(() => parse(line(65_536))),
    "dockerfile/line-too-long",
  );
  assert.equal(
    code(() => parse(`FROM a\nRUN ${"é".repeat(32_766)}`)),
    "dockerfile/line-too-long",
  );
});

test("a binary file or one of 17 MiB is refused before it is read", () => {
  assert.equal(
    code(() => parse("\x7fELF\0\0\n")),
    "dockerfile/binary",
  );
  withinSeconds(1, () =>
    assert.equal(
      code(() => parse("#\n".repeat(9 << 20))),
      "dockerfile/too-large",
    ),
  );
});

test("hundreds of thousands of comments, lines and words are parsed in linear time", () => {
  withinSeconds(8, () => {
    parse(`${"# a\n".repeat(300_000)}FROM a`);
    parse(`FROM a\nRUN x${" \\\n y".repeat(150_000)}`);
    assert.equal(parse(`FROM a\nRUN x \\\n${"\n".repeat(1_000_000)}y`).warnings.length, 1);
    parse(`FROM a\nENV ${"a=b \\\n".repeat(60_000)}`);
    parse(`FROM a\nRUN <<E\n${"x\n".repeat(300_000)}E\n`);
  });
});

test("millions of instructions are refused before they fill the memory", () => {
  withinSeconds(5, () =>
    assert.equal(
      code(() => parse(`FROM a\n${"CMD\n".repeat(4_000_000)}`)),
      "dockerfile/too-large",
    ),
  );
});

test("runs of blanks and carriage returns do not make the lexer slow", () => {
  withinSeconds(2, () => {
    parse(`# a=${" ".repeat(60_000)}x\nFROM a`);
    parse(`FROM a\nRUN ${"\r".repeat(60_000)}x\n`);
    parse(`FROM a\nRUN ${"\\ ".repeat(30_000)}x\n`);
    parse(`FROM a\n${" ".repeat(60_000)}RUN x${" ".repeat(1000)}\n`);
  });
});

test("nesting of ten thousand variables is refused instead of overflowing the stack", () => {
  const nested = "${a:-".repeat(10_000) + "}".repeat(10_000);
  assert.equal(
    code(() => expand({ text: nested, where }, scope({}), "\\")),
    "dockerfile/expansion",
  );
});

test("JSON nested ten thousand deep is refused or taken as a shell command, never a crash", () => {
  const text = `FROM a\nRUN ${"[".repeat(30_000)}${"]".repeat(30_000)}`;
  assert.equal(
    code(() => parse(text)),
    "dockerfile/json-form",
  );
});

test("a billion laughs: what a word expands to is limited", () => {
  const big = "x".repeat(1 << 20);
  assert.equal(
    code(() => expand({ text: "$a".repeat(20), where }, scope({ a: big }), "\\")),
    "dockerfile/expansion",
  );
  assert.equal(
    code(() => expand({ text: `"${"$a".repeat(1000)}"`, where }, scope({ a: big }), "\\")),
    "dockerfile/expansion",
  );
  const replaced = "${a//?/$a}";
  withinSeconds(3, () =>
    assert.equal(
      code(() => expand({ text: replaced, where }, scope({ a: big }), "\\")),
      "dockerfile/expansion",
    ),
  );
});

test("patterns that make backtracking engines explode stay fast", () => {
  const a = "a".repeat(30_000);
  withinSeconds(4, () => {
    for (const text of ["${a##*a*a*a*a*a*b}", "${a%%b*a*a*a*a*a}", "${a//*a*a*a*b/x}", "${a/a*b/x}", "${a//a?*b/x}"]) {
      assert.equal(expand({ text, where }, scope({ a }), "\\"), a);
    }
  });
  withinSeconds(4, () => {
    const path = `${"a".repeat(250)}/`.repeat(15) + "a";
    const rules = `${"*a".repeat(100)}b\n${"**/*a*a".repeat(20)}b\n**/${"a*".repeat(50)}/**/b\n`;
    assert.equal(parseIgnore({ name: ".dockerignore", text: rules }).ignores(path), false);
    assert.equal(matchGlob(`${"*a".repeat(100)}b`, "a".repeat(255)), false);
  });
});

test("names of variables and flags that objects have by birth are nothing special", () => {
  assert.equal(
    code(() => parse("FROM a\nCOPY --constructor=x a b")),
    "dockerfile/unknown-flag",
  );
  assert.equal(
    code(() => parse("FROM a\n__proto__ x")),
    "dockerfile/unknown-instruction",
  );
  assert.equal(
    code(() => parse("FROM a\nHEALTHCHECK --interval=1constructor CMD x")),
    "dockerfile/bad-duration",
  );
});

test("a short word that names a long value ten thousand times is refused, not worked through", () => {
  const a = "a".repeat(1 << 20);
  for (const text of ["${a##*b}".repeat(8000), "${b:-${a:+}$a}".repeat(4000), `\${a##${"?".repeat(30_000)}b}`]) {
    withinSeconds(5, () => code(() => expand({ text, where }, scope({ a, b: "x" }), "\\")));
  }
  assert.equal(
    code(() => expand({ text: "${a##*b}".repeat(8000), where }, scope({ a }), "\\")),
    "dockerfile/expansion",
  );
});

test("a small delta of git that unfolds to gigabytes is refused when it is larger than it promises", () => {
  const base = Buffer.alloc(1 << 20);
  // A copy of all of the base, fifty thousand times over.
  const copy = Buffer.from([0xf0, 0, 0, 0x10]);
  const head = Buffer.from([0x80, 0x80, 0x40, 0x80, 0x80, 0x40]);
  const delta = Buffer.concat([head, ...Array.from({ length: 50_000 }, () => copy)]);
  withinSeconds(1, () => assert.throws(() => applyDelta(base, delta), /more than it promises/));
});

test("a download whose address ends in .. is not named after the directory above its destination", () => {
  for (const url of ["http://h/..", "http://h/a/..?x", "https://h/%2e%2e", "http://h", "http://h/"])
    assert.equal(fileNameOf(url), "__unnamed__");
});
