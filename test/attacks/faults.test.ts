import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { root } from "../../scripts/lib/root.mjs";

const table = readFileSync(path.join(root, "test/attacks/README.md"), "utf8");
const rows = [...table.matchAll(/^\| (\d+) \| (.*) \| (.*) \|$/gm)];

test("each of the 45 faults has its test, or a reason why it has none", () => {
  assert.deepEqual(
    rows.map(([, number]) => Number(number)),
    Array.from({ length: 45 }, (_, index) => index + 1),
  );
  for (const [, number, , said = ""] of rows) {
    const [, file, name] = /^(test\/\S+\.ts) `(.+)`$/.exec(said) ?? [];
    if (file === undefined) assert.match(said, /^none: .{20}/, `fault ${number}`);
    else {
      const text = readFileSync(path.join(root, file), "utf8");
      assert.ok(
        ["test", "it", "describe"].some(
          (call) => text.includes(`${call}("${name}`) || text.includes(`${call}(\`${name}`),
        ),
        `fault ${number}: ${file} has no test ${name}`,
      );
    }
  }
});
