import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import type { Lookup } from "../../src/build/plan/bases.ts";
import { openContext } from "../../src/context/open-context.ts";
import { fileOptions } from "../../src/lint/check-options.ts";
import { lint } from "../../src/lint/lint.ts";
import { rules } from "../../src/lint/rules.ts";
import { subjectOf } from "../../src/lint/subject.ts";
import { treeBuilder } from "../../src/oci/filesystem/tree-builder.ts";
import { testCtx } from "../support/ctx.ts";
import { imageOf, surveyText } from "../support/survey.ts";

const folder = path.join(import.meta.dirname, "../../docs/rules");

/** As Docker's official images are: variables of their own, root, and for arm64 under another name. */
const base: Lookup = async ({ reference }) =>
  imageOf({
    os: "linux",
    architecture: reference.repository.startsWith("arm64v8/") ? "arm64" : "amd64",
    config: { Env: ["PATH=/usr/local/bin:/usr/bin:/bin", "PYTHON_VERSION=3.12.8"] },
  });

const emptyTree = async () => treeBuilder().build(() => []);

const section = (page: string, title: string): string =>
  new RegExp(`^## ${title}\\n(.*?)(?=^## |$(?![^]))`, "ms").exec(page)?.[1] ?? "";
const fenced = (text: string, language: string): string | undefined =>
  new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "ms").exec(text)?.[1];

/** Names of the rules that speak of an example. */
async function speaking(page: string, title: "Bad" | "Good", change = (text: string) => text) {
  const directory = mkdtempSync(path.join(os.tmpdir(), "djib-page-"));
  try {
    const text = section(page, title);
    const ignore = fenced(text, "dockerignore");
    if (ignore !== undefined) writeFileSync(path.join(directory, ".dockerignore"), ignore);
    for (const name of (fenced(section(page, "Bad"), "text") ?? "").split("\n").filter(Boolean)) {
      mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
      writeFileSync(path.join(directory, name), "");
    }
    const buildArgs = new Map(
      [...text.matchAll(/--build-arg (\w+)=([^\s`]+)/g)].map(([, key, value]) => [key!, value!]),
    );
    const survey = await surveyText(change(fenced(text, "dockerfile") ?? ""), base, { buildArgs });
    assert.equal(survey.error, undefined);
    await using context = await openContext(
      { kind: "directory", path: directory, dockerfile: undefined },
      { modes: "keep" },
      testCtx(),
    );
    const look = {
      directory,
      dockerfilePath: undefined,
      context: async () => context,
      tree: emptyTree,
      image: async () => undefined,
    };
    const findings = await lint(subjectOf(survey, look), rules, fileOptions(survey.file, undefined));
    return [...new Set(findings.map(({ rule }) => rule.name))];
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe("the pages of the rules", () => {
  it("are there, one for each rule and no other", () => {
    const pages = readdirSync(folder).filter((name) => name !== "README.md");
    assert.deepEqual(pages.toSorted(), rules.map(({ name }) => `${name}.md`).toSorted());
  });

  for (const { name, about, why, fix } of rules) {
    const page = readFileSync(path.join(folder, `${name}.md`), "utf8");
    it(`${name}: what is bad triggers it and nothing else`, async () =>
      assert.deepEqual(await speaking(page, "Bad"), [name]));
    it(`${name}: what is good triggers nothing`, async () => assert.deepEqual(await speaking(page, "Good"), []));
    if (page.includes("Above the instruction:"))
      it(`${name}: a comment above the instruction silences it`, async () => {
        const commented = (text: string) => `#\n${text.replaceAll(/^(?=[A-Za-z])/gm, `# check=skip=${name}\n`)}`;
        assert.deepEqual(await speaking(page, "Bad", commented), []);
      });
    it(`${name}: says what the rule itself says`, () => {
      const words = (text: string) => text.replaceAll(/[\s\\]+/g, " ");
      for (const text of [about, why, fix]) assert.ok(words(page).includes(words(text)), text);
    });
  }
});
