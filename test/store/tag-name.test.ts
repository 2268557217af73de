import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { tagFileName } from "../../src/oci/store/tag-name.ts";

const names = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constantFrom("a:B", "a:b", "CON", "nul.txt"));

it("file names of tags are different for different tags, in any case", () => {
  fc.assert(
    fc.property(names, names, names, names, (a, p, b, q) => {
      const same = tagFileName(a, p).toLowerCase() === tagFileName(b, q).toLowerCase();
      assert.equal(same, a === b && p === q);
    }),
    { numRuns: 2000 },
  );
});

it("file names of tags are such as every file system takes", () => {
  fc.assert(fc.property(names, names, (a, p) => assert.match(tagFileName(a, p), /^[0-9a-f]{64}-[a-z0-9-]{0,80}$/)));
});
