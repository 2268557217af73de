import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { formatReal } from "../../../src/userland/commands/c-format/format-real.ts";
import { parseReal } from "../../../src/userland/commands/c-format/parse-real.ts";
import { double, realOf, toNumber } from "../../../src/userland/commands/c-format/real.ts";

test("a number is the same real number and back", () => {
  fc.assert(fc.property(fc.double({ noNaN: true }), (value) => Object.is(toNumber(realOf(value)), value)));
});

test("17 digits of a double, or its hexadecimal form, are read as the same double", () => {
  const forms = [{ letter: "e", precision: 16 }, { letter: "a" }];
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(...forms),
      (value, { letter, ...form }) => {
        const text = formatReal(form, letter, realOf(value), double);
        assert.equal(Number.isNaN(Number(text)) || Number(text) === value, true);
        assert.ok(Object.is(toNumber(parseReal(text, double).real), value), `${value}: ${text}`);
      },
    ),
  );
});
