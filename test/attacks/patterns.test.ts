import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { Exit } from "../../src/userland/kernel/program.ts";
import { Refusal } from "../../src/userland/kernel/refusal.ts";
import { textTools } from "../../src/userland/programs/debian/text-tools.ts";
import { Regex } from "../../src/userland/regex/regex.ts";
import { RegexError } from "../../src/userland/regex/regex-error.ts";
import { syntaxes } from "../../src/userland/regex/syntax.ts";
import { run } from "../userland/text/run-case.ts";

const load = (tool: "grep" | "mawk" | "sed") => {
  const file = Object.values(textTools[tool]!)[0];
  assert.ok(typeof file === "function");
  return file();
};

test("patterns that take exponential time elsewhere are matched in time that grows with the text", async () => {
  const stdin = `${"a".repeat(5_000)}!\n`;
  const sed = await load("sed");
  for (const pattern of ["(a*)*b", "(a|aa)+$", "(a+)+b", "(a|a)*b", "([a-z]+)*=", "(.*)*(.*)*x", "(a?){30}a{30}b"])
    assert.equal((await run(sed, { args: ["sed", "-E", `s/${pattern}/X/`], stdin })).out, stdin, pattern);
});

test("any pattern is understood, refused or called malformed, and its search ends", () => {
  const text = fc.stringMatching(/^[ab.*+?()|[\]{}1-9,\\^$:=é-]{0,24}$/);
  fc.assert(
    fc.property(text, fc.constantFrom(...Object.values(syntaxes)), fc.boolean(), (pattern, syntax, utf8) => {
      try {
        const regex = new Regex(Buffer.from(pattern), { syntax, encoding: utf8 ? "utf8" : "bytes" });
        const found = regex.exec(Buffer.from("abba.éa(b)"));
        assert.ok(found === undefined || found[0]! <= found[1]!);
      } catch (error) {
        assert.ok(error instanceof RegexError || error instanceof Refusal, String(error));
      }
    }),
    { numRuns: 1_000 },
  );
});

test("any script of sed or awk ends in output, a message or a refusal", async () => {
  const [sed, awk] = [await load("sed"), await load("mawk")];
  const script = fc.stringMatching(/^[spdgGhHxyaic=lqnN1,2$!/;{}\\&ab \n]{0,16}$/);
  await fc.assert(
    fc.asyncProperty(script, async (text) => {
      for (const [program, args] of [
        [sed, ["sed", text]],
        [awk, ["mawk", text]],
      ] as const) {
        try {
          await run(program, { args, stdin: "ab\nb\n" });
        } catch (error) {
          assert.ok(error instanceof Refusal || error instanceof Exit, String((error as Error).stack));
        }
      }
    }),
    { numRuns: 50 },
  );
});
