import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import { dockerWarning } from "../../src/cli/render/docker-check.ts";
import { fileOptions } from "../../src/lint/check-options.ts";
import { dockerRules } from "../../src/lint/docker/rules.ts";
import { lint } from "../../src/lint/lint.ts";
import type { Finding } from "../../src/lint/rule.ts";
import { subjectOf } from "../../src/lint/subject.ts";
import type { ImageConfig } from "../../src/oci/image/image.ts";
import { parsePlatform } from "../../src/oci/platform.ts";
import { imageOf, surveyText } from "../support/survey.ts";
import type { LintCase } from "./cases/case.ts";
import { lintCases } from "./cases/cases.ts";

type Answer =
  | { readonly text: string }
  | { readonly error: string }
  /** As a build tells them, on one line. */
  | { readonly warnings: readonly string[] };
const recording = JSON.parse(readFileSync(new URL("../recordings/lint.json", import.meta.url), "utf8")) as {
  readonly base: Pick<ImageConfig, "os" | "architecture" | "config">;
  readonly cases: Readonly<Record<string, Answer>>;
};
const nothing = async () => undefined;

async function ours({ dockerfile, ignore, buildArgs = {}, target, platform = "linux/amd64" }: LintCase) {
  const directory = mkdtempSync(path.join(os.tmpdir(), "djib-lint-"));
  try {
    if (ignore !== undefined) writeFileSync(path.join(directory, ".dockerignore"), ignore);
    const request = { target, buildArgs: new Map(Object.entries(buildArgs)), platform: parsePlatform(platform) };
    const survey = await surveyText(dockerfile, async () => imageOf(recording.base), request);
    const options = fileOptions(survey.file, buildArgs["BUILDKIT_DOCKERFILE_CHECK"]);
    const look = {
      directory,
      dockerfilePath: path.join(directory, "Dockerfile"),
      context: nothing,
      tree: nothing,
      image: nothing,
    };
    return await lint(subjectOf(survey, look), dockerRules, options);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** BuildKit: LintFormatShort. */
const oneLine = ({ rule, message, lines }: Finding): string => `${rule.name}: ${message} (line ${lines.line})`;

describe("docker's rules say what BuildKit's lint says, word for word, at the same lines", () => {
  for (const [name, one] of Object.entries(lintCases))
    it(name, async () => {
      const theirs = recording.cases[name];
      assert.ok(theirs, "not recorded: node --import tsx scripts/record/lint.ts");
      if ("error" in theirs) return assert.rejects(ours(one));
      if ("warnings" in theirs) return assert.deepEqual((await ours(one)).map(oneLine), theirs.warnings);
      const warnings = theirs.text.split(/(?=\nWARNING: )/).filter((text) => text !== "");
      if (name.startsWith("check:") && /strict|yes/.test(one.dockerfile)) {
        await assert.rejects(ours(one), { code: "lint/bad-option" });
        return assert.deepEqual(warnings, []);
      }
      // Go's sort leaves open which of two warnings at one line comes first.
      assert.deepEqual((await ours(one)).map(dockerWarning).toSorted(), warnings.toSorted());
    });

  it("has cases for each rule, with findings and without", () => {
    for (const { name } of dockerRules) {
      const about = Object.entries(recording.cases).filter(([title]) => title.startsWith(name));
      const speaks = about.map(([, one]) => new RegExp(`(WARNING: |")${name}`).test(JSON.stringify(one)));
      assert.ok(speaks.includes(true) && speaks.includes(false), `${name}: ${speaks.join(" ")}`);
    }
  });
});
