import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { planBuild } from "../../src/build/plan/planner.ts";
import { parseDockerfile } from "../../src/dockerfile/parse/parse.ts";
import { DjibError } from "../../src/errors.ts";
import { parsePlatform } from "../../src/oci/platform.ts";

const platform = parsePlatform("linux/amd64");

const planOf = (lines: string) =>
  planBuild(
    parseDockerfile({ name: "Dockerfile", text: `FROM scratch\n${lines}\n` }),
    {
      platform,
      buildPlatform: platform,
      buildArgs: new Map(),
      target: undefined,
      labels: new Map(),
      network: "default",
      warn: () => {},
    },
    () => Promise.reject(new Error("no image is asked for")),
  );

/** What is wrong in a line, and the column that it is shown at. */
const refusals: Readonly<Record<string, { readonly line: string; readonly code: string; readonly column: number }>> = {
  "a mount of no type": { line: "RUN --mount=type=volume x", code: "dockerfile/bad-mount", column: 13 },
  "a mount with an option of another type": {
    line: "RUN --mount=type=cache,target=/c,size=1m x",
    code: "dockerfile/bad-mount",
    column: 34,
  },
  "a bad mount behind a good one": {
    line: "RUN --mount=type=cache,target=/c --mount=type=secret x",
    code: "dockerfile/bad-mount",
    column: 34,
  },
  "a mount whose variable holds no number": {
    line: "ARG U=www\nRUN --mount=type=cache,target=/c,uid=$U x",
    code: "dockerfile/bad-mount",
    column: 34,
  },
  "a mount over the whole tree": { line: "RUN --mount=type=tmpfs,target=/x/.. y", code: "build/bad-mount", column: 5 },
  "a mount without a target in /": { line: "RUN --mount=type=cache x", code: "build/bad-mount", column: 5 },
  "a socket with a source": { line: "RUN --mount=type=ssh,source=/x y", code: "build/bad-mount", column: 5 },
  "a secret in a variable without a name": {
    line: "RUN --mount=type=secret,id=a,env= x",
    code: "build/bad-mount",
    column: 5,
  },
  "a pattern of --exclude that is none": {
    line: "COPY --exclude=[a . /b/",
    code: "dockerfile/bad-ignore-rule",
    column: 16,
  },
  "a mount from a stage by its number": {
    line: "RUN --mount=from=0,target=/x y",
    code: "build/unknown-base",
    column: 13,
  },
  "a mount from a later stage": {
    line: "RUN --mount=from=later,target=/x y\nFROM scratch AS later\nFROM scratch\nCOPY --from=0 a /b",
    code: "build/later-stage",
    column: 13,
  },
  "stages that need each other, one by a mount": {
    line: "RUN --mount=from=later,target=/x y\nFROM scratch AS later\nCOPY --from=0 a /b",
    code: "build/stage-cycle",
    column: 13,
  },
  "a mode that is none": { line: "COPY --chmod=rwx a /b", code: "dockerfile/bad-mode", column: 14 },
  "a mode that a variable brings": { line: "ARG M=999\nCOPY --chmod=$M a /b", code: "dockerfile/bad-mode", column: 14 },
  "COPY of an address": { line: "COPY https://h/f /b", code: "build/copy-address", column: 6 },
  "COPY of a repository": { line: "COPY git@h:a.git /b", code: "build/copy-address", column: 6 },
  "a git address with a query that is unknown": {
    line: "ADD https://h/a.git?branches=main /b",
    code: "build/bad-address",
    column: 5,
  },
  "a checksum for two sources": {
    line: `ADD --checksum=sha256:${"0".repeat(64)} https://h/a https://h/b /b/`,
    code: "build/bad-checksum",
    column: 16,
  },
  "a checksum of a file of the context": {
    line: `ADD --checksum=sha256:${"0".repeat(64)} a /b`,
    code: "build/bad-checksum",
    column: 16,
  },
  "a checksum by sha512": {
    line: `ADD --checksum=sha512:${"0".repeat(128)} https://h/a /b`,
    code: "build/bad-checksum",
    column: 16,
  },
  "a checksum that is no commit": {
    line: "ADD --checksum=main https://h/a.git /b",
    code: "build/bad-checksum",
    column: 16,
  },
  "more ports than there are": {
    line: `EXPOSE${" 0-65535".repeat(2000)}`,
    code: "dockerfile/bad-port",
    column: 32,
  },
  "a WORKDIR that is longer than any path": {
    line: `WORKDIR ${"a/".repeat(2100)}`,
    code: "dockerfile/arguments",
    column: 9,
  },
  "an owner beyond 31 bits": { line: "ADD --chown=4294967296 a /b", code: "dockerfile/bad-owner", column: 13 },
};

describe("a plan refuses", () => {
  for (const [name, { line, code, column }] of Object.entries(refusals))
    it(name, async () => {
      await assert.rejects(planOf(line), (error) => {
        assert.ok(error instanceof DjibError, String(error));
        assert.deepEqual([error.code, error.details.where?.column], [code, column], error.message);
        return true;
      });
    });

  it("no flag whose variable is empty", async () => {
    const { stages } = await planOf("ARG NONE\nCOPY --chown=$NONE --chmod=$NONE a /b");
    const [step] = stages[0]!.steps;
    assert.ok(step?.verb === "copy");
    assert.deepEqual([step.chown, step.chmod], [undefined, undefined]);
  });
});
