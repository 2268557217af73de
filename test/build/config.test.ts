import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { DjibError } from "../../src/errors.ts";
import { validateImage } from "../../src/oci/image/validate.ts";
import { buildText } from "../support/build.ts";
import { temporaryStore } from "../support/store.ts";
import { type ConfigCase, configCases } from "./config-cases.ts";

type Answer =
  { readonly error: string } | { readonly config: object; readonly author?: string; readonly history: object[] };
const recording = JSON.parse(readFileSync(new URL("../recordings/config.json", import.meta.url), "utf8")) as {
  readonly cases: Readonly<Record<string, Answer>>;
};

async function ours(one: ConfigCase) {
  await using scratch = await temporaryStore();
  const { image } = await buildText(one.dockerfile, scratch.store, {
    buildArgs: new Map(Object.entries(one.buildArgs ?? {})),
    labels: new Map(Object.entries(one.labels ?? {})),
    target: one.target,
  });
  await validateImage(image, { deep: true });
  return image.config;
}

describe("the configuration and history that a Dockerfile gives are BuildKit's", () => {
  for (const [name, one] of Object.entries(configCases)) {
    const theirs = recording.cases[name];
    it(name, async () => {
      assert.ok(theirs, "not recorded: node --import tsx scripts/record/config.ts");
      if ("error" in theirs) {
        await assert.rejects(ours(one), (error) => error instanceof DjibError, `BuildKit says: ${theirs.error}`);
        return;
      }
      const { config, author, history = [] } = await ours(one);
      const seen = history.map(({ created: _, ...entry }) => entry);
      assert.deepEqual(plain({ config, author, history: seen }), plain(theirs));
    });
  }
});

/** As JSON has it: without undefined members and, like Go's omitempty, without empty ones. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, member: unknown) =>
      member === null || (Array.isArray(member) && member.length === 0) ? undefined : member,
    ),
  );
