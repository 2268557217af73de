import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { type Workshop, workshop } from "../support/djib.ts";

let shop: Workshop;
before(async () => (shop = await workshop()));
after(() => shop.stop());

/** A RUN that ends when the other has begun, and fails where it never does. */
const meeting = (own: string, other: string) =>
  `RUN --mount=type=cache,id=meeting,target=/meeting touch /meeting/${own}; \\
    for i in $(seq 600); do test -e /meeting/${other} && exit; sleep 0.05; done; exit 1\n`;

it("RUNs of independent stages are executed at the same time, and a failure ends the ones beside it", async () => {
  const base = "FROM python:3.11-slim";
  const Dockerfile = `${base} AS one
${meeting("one", "two")}${base} AS two
${meeting("two", "one")}FROM scratch AS both
COPY --from=one /etc/hostname /one
COPY --from=two /etc/hostname /two
${base} AS fails
${meeting("fails", "slow")}RUN false
${base} AS slow
${meeting("slow", "fails")}RUN sleep 1000
FROM scratch
COPY --from=slow / /
COPY --from=fails / /
`;
  const project = shop.project({ Dockerfile });
  const build = (...more: string[]) => ["build", "--no-load", "--progress=json", ...more, project];
  const { stderr } = await shop.ok(build("--target=both"));
  const events = stderr
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { readonly type: string; readonly id?: string })
    .filter(({ type, id }) => type.startsWith("step-") && /^(one|two)\//.test(id ?? ""))
    .map(({ type }) => type);
  assert.deepEqual(events, ["step-start", "step-start", "step-done", "step-done"]);
  const failed = await shop.djib(build());
  assert.equal(failed.status, 1);
  assert.match(failed.stderr, /RUN false/);
});
