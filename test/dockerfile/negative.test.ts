import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { planBuild } from "../../src/build/plan/planner.ts";
import { parseDockerfile } from "../../src/dockerfile/parse/parse.ts";
import { DjibError } from "../../src/errors.ts";
import { emptyImage } from "../../src/oci/image/empty.ts";
import { amd64 } from "../support/images.ts";

/** Text of the file, code, `line:column` ("" where it is about the whole file), what was read, and what to do. */
type Row = readonly [text: string, code: string, place: string, message: string, help: string];
const rows = JSON.parse(readFileSync(new URL("./negative.json", import.meta.url), "utf8")) as readonly Row[];

const request = {
  platform: amd64,
  buildPlatform: amd64,
  buildArgs: new Map(),
  target: undefined,
  labels: new Map(),
  network: "default",
  contexts: new Map(),
  warn: () => {},
} as const;

async function refused(text: string): Promise<DjibError> {
  try {
    const file = parseDockerfile({ name: "Dockerfile", text });
    await planBuild(file, request, (_, platform) => Promise.resolve(emptyImage(platform)));
  } catch (error) {
    assert.ok(error instanceof DjibError, String(error));
    return error;
  }
  return assert.fail("nothing was refused");
}

for (const [text, ...expected] of rows)
  test(`refused with place, reason and advice: ${JSON.stringify(text)}`, async () => {
    const { code, message, details } = await refused(text);
    const { where, help } = details;
    assert.deepEqual([code, where ? `${where.line}:${where.column}` : "", message, help], expected);
  });
