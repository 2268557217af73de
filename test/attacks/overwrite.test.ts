import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { after, before, it } from "node:test";
import { root } from "../../scripts/lib/root.mjs";
import { type Workshop, workshop } from "../support/djib.ts";

let shop: Workshop;
before(async () => {
  shop = await workshop();
});
after(() => shop.stop());

it("COPY and ONBUILD over the builder's own programs change the image alone (kaniko #586)", async () => {
  const own = [process.execPath, path.join(root, "dist/djib.js"), "/bin/sh", "/etc/passwd"].map((file) =>
    realpathSync(file),
  );
  const digests = () => own.map((file) => createHash("sha256").update(readFileSync(file)).digest("hex"));
  const before = digests();
  const project = shop.project({
    Dockerfile: [
      "FROM scratch AS evil",
      ...own.map((file) => `COPY evil ${file}`),
      "FROM python:3.11-slim AS parent",
      ...own.map((file) => `ONBUILD COPY evil ${file}`),
      "FROM parent",
      "COPY --from=evil / /",
    ].join("\n"),
    evil: "not a program",
  });
  await shop.ok(["build", "--no-load", "-t", "overwritten", project]);
  assert.deepEqual(digests(), before);
  for (const file of own) assert.equal((await shop.ok(["cat", "overwritten", file])).stdout, "not a program");
  const after = await shop.djib(["build", "--no-load", shop.project({ Dockerfile: "FROM overwritten\nRUN true\n" })]);
  assert.notEqual(after.status, 0);
});
