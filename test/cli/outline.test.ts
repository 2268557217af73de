import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { recorderHash } from "../../scripts/lib/recorder.ts";
import { outlineOf } from "../../src/build/plan/outline/outline.ts";
import { outlineText } from "../../src/cli/render/docker-outline.ts";
import { emptyImage } from "../../src/oci/image/empty.ts";
import { type Workshop, workshop } from "../support/djib.ts";
import { surveyText } from "../support/survey.ts";
import { outlineCases } from "./outline-cases.ts";

const recording = JSON.parse(readFileSync(new URL("../recordings/outline.json", import.meta.url), "utf8")) as {
  readonly recorder: { readonly files: readonly string[]; readonly sha256: string };
  readonly cases: Readonly<Record<string, string>>;
};

describe("--call=outline tells what BuildKit tells of", () => {
  for (const [name, { dockerfile, target, buildArgs = {} }] of Object.entries(outlineCases))
    it(name, async () => {
      const request = { target, buildArgs: new Map(Object.entries(buildArgs)), everyStage: false };
      const survey = await surveyText(dockerfile, async (_, platform) => emptyImage(platform), request);
      assert.ok(survey.plan !== undefined, survey.error?.message);
      assert.equal(outlineText(outlineOf(survey.plan, survey)), recording.cases[name]);
    });

  it("cases that are recorded (node --import tsx scripts/record/outline.ts)", () => {
    assert.equal(recorderHash(recording.recorder.files), recording.recorder.sha256);
  });
});

describe("djib build --call=outline", () => {
  let shop: Workshop;
  before(async () => {
    shop = await workshop();
  });
  after(() => shop.stop());

  /** Nobody answers at the discard port. */
  const offline = { DJIB_REGISTRY_MIRROR: "docker.io=http://127.0.0.1:9" };

  it("shows the last stage, or that of --target, without a registry and without building", async () => {
    const project = shop.project({ Dockerfile: "FROM nowhere AS a\nARG X=1\nRUN false\nFROM scratch AS b\nARG Y=2\n" });
    const { stdout } = await shop.ok(["build", "--call=outline", project], offline);
    assert.equal(stdout, "TARGET: b\n\nBUILD ARG   VALUE   DESCRIPTION\nY           2       \n\n");
    const told = await shop.ok(["build", "--call=outline", "--target=a", project], offline);
    assert.match(told.stdout, /^TARGET: a\n/);
  });

  it("gives the data with places as BuildKit names them", async () => {
    const text =
      "# b is it\nFROM scratch AS b\n# A is\nARG A=1 \\\n  B\nRUN --mount=type=ssh --mount=type=secret,id=s,required x\n";
    const project = shop.project({ Dockerfile: text });
    const { stdout } = await shop.ok(["build", "--call=outline,format=json", project]);
    const at = (...lines: readonly number[]) => ({
      location: { ranges: lines.map((line) => ({ start: { line }, end: { line } })) },
    });
    assert.deepEqual(JSON.parse(stdout), {
      name: "b",
      description: "is it",
      args: [
        { name: "A", description: "is", value: "1", ...at(4, 5) },
        { name: "B", ...at(4, 5) },
      ],
      secrets: [{ name: "s", required: true, ...at(6) }],
      ssh: [{ name: "default", ...at(6) }],
      sources: [Buffer.from(text).toString("base64")],
    });
  });

  it("shows no control characters, and ends with 1 where the Dockerfile is wrong", async () => {
    const loud = shop.project({ Dockerfile: "FROM scratch\n# A \u001b]0;title\u0007\nARG A='x\ty'\n" });
    const { stdout } = await shop.ok(["build", "--call=outline", loud]);
    assert.match(stdout, /\nA +x y +\\x1b\]0;title\\x07\n/);
    const wrong = await shop.djib(["build", "--call=outline", shop.project({ Dockerfile: "FROM scratch\nARG\n" })]);
    assert.equal(wrong.status, 1);
    assert.match(wrong.stderr, /Dockerfile:2/);
  });
});
