import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "../../../src/userland/kernel/refusal.ts";
import { Regex, type RegexOptions } from "../../../src/userland/regex/regex.ts";
import { RegexError } from "../../../src/userland/regex/regex-error.ts";
import { syntaxes } from "../../../src/userland/regex/syntax.ts";

const bytes = (text: string) => Buffer.from(text, "utf8");
const regex = (pattern: string, options: Partial<RegexOptions> = {}) =>
  new Regex(bytes(pattern), { syntax: syntaxes.posixExtended, encoding: "bytes", ...options });
const exec = (pattern: string, text: string, options: Partial<RegexOptions> = {}) =>
  regex(pattern, options).exec(bytes(text));

test("the longest of the leftmost matches is found", () => {
  assert.deepEqual(exec("a|ab|abc", "xabcd"), [1, 4]);
  assert.deepEqual(exec("abcd|bc", "abcx"), [1, 3]);
  assert.deepEqual(exec("(a|ab)(c|bcd)(d*)", "abcd"), [0, 4, 0, 1, 1, 4, 4, 4]);
  assert.deepEqual(exec("x*", "aaa"), [0, 0]);
});

test("an invalid byte is no character of UTF-8, and a character in the C locale", () => {
  const text = Buffer.from("a\xffb", "latin1");
  assert.deepEqual(regex("a.b", { encoding: "utf8" }).exec(text), undefined);
  assert.deepEqual(regex("a.b").exec(text), [0, 3]);
  assert.deepEqual(exec("a.b", "aéb", { encoding: "utf8" }), [0, 4]);
});

test("case is folded, beyond ASCII in UTF-8", () => {
  assert.deepEqual(exec("[a-c]É", "Bé", { encoding: "utf8", ignoreCase: true }), [0, 3]);
  assert.deepEqual(exec("É", "é", { ignoreCase: true }), undefined);
});

test("anchors hold at the ends, and beside newlines where that is asked for", () => {
  assert.deepEqual(exec("^b", "a\nb"), undefined);
  assert.deepEqual(exec("^b$", "a\nb\nc", { newlineAnchor: true }), [2, 3]);
  assert.equal(regex("^a").exec(bytes("a"), 0, { notBegin: true }), undefined);
  assert.equal(regex("a$").exec(bytes("a"), 0, { notEnd: true }), undefined);
});

test("back-references match what their group did", () => {
  assert.deepEqual(exec("(a*)b\\1", "aabaab"), [0, 5, 0, 2]);
  assert.deepEqual(exec("(.)\\1", "abccd"), [2, 4, 2, 3]);
  assert.deepEqual(exec("(A)\\1", "aA", { ignoreCase: true }), [0, 2, 0, 1]);
});

test("a malformed pattern is refused in the words of regerror", () => {
  const message = (pattern: string) => {
    try {
      return void regex(pattern);
    } catch (error) {
      if (error instanceof RegexError) return error.message;
      throw error;
    }
  };
  assert.equal(message("("), "Unmatched ( or \\(");
  assert.equal(message("[a"), "Unmatched [, [^, [:, [., or [=");
  assert.equal(message("[[:x:]]"), "Invalid character class name");
  assert.equal(message("[b-a]"), "Invalid range end");
  assert.equal(message("a{2,1}"), "Invalid content of \\{\\}");
  assert.equal(message("a{40000}"), "Regular expression too big");
  assert.equal(message("a\\"), "Trailing backslash");
  assert.equal(message("()\\2"), "Invalid back reference");
  assert.equal(message("*a"), "Invalid preceding regular expression");
});

test("patterns that take others for ever take time that grows with the text", () => {
  const text = bytes(`${"a".repeat(20_000)}!`);
  for (const pattern of ["(a*)*b", "(a|aa)+$", "(a|a)*b", "(.*)(.*)(.*)(.*)(.*)x", "((a+)+)+b", "(a?){50}a{50}b"])
    assert.equal(regex(pattern).exec(text), undefined, pattern);
  assert.deepEqual(regex("(a*)*!").exec(text)?.slice(0, 2), [0, text.length]);
});

test("back-references that take too many steps, and patterns beyond measure, are refused", () => {
  const text = bytes("a".repeat(2_000));
  assert.throws(() => regex("(a*)(a*)(a*)(a*)\\1\\2\\3\\4b").exec(Buffer.concat([text, bytes("b")])), Refusal);
  assert.throws(() => regex("(".repeat(5_000)), Refusal);
  assert.throws(() => regex("((a{1000}){1000}){1000}"), Refusal);
});
