import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { fileOptions } from "../../src/lint/check-options.ts";
import { lint } from "../../src/lint/lint.ts";
import { rules } from "../../src/lint/rules.ts";
import { subjectOf } from "../../src/lint/subject.ts";
import { imageOf, surveyText } from "../support/survey.ts";
import { lintCases } from "./cases/cases.ts";

const nothing = async () => undefined;
const look = { directory: undefined, dockerfilePath: undefined, context: nothing, tree: nothing, image: nothing };

async function subjectIn(text: string) {
  const survey = await surveyText(text, async () => imageOf({ os: "linux", architecture: "amd64", config: {} }));
  return subjectOf(survey, look);
}

const options = { ...fileOptions({ directives: [] }, undefined), experimental: "all" as const };

const lines = Object.values(lintCases).flatMap(({ dockerfile }) => dockerfile.split("\n"));
const commands = [
  "RUN apt-get update && pip install -r requirements.txt",
  "RUN chown -R app /app && A=postgres://u:p@h/d exec python -m pip install x",
  "HEALTHCHECK CMD curl -f http://localhost",
  'CMD ["sh", "-c", "exec gunicorn -b 127.0.0.1:1 x"]',
  "COPY --from=0 /a /b",
  "CMD uvicorn --host=127.0.0.1 x:y",
  "# check=skip=a,b;experimental=all;error=1",
];

describe("the rules", () => {
  it("take any Dockerfile, and point into it", async () => {
    const line = fc.oneof(fc.constantFrom(...lines, ...commands), fc.string({ maxLength: 20 }));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), async (file) => {
        const text = ["FROM python:3.11-slim", ...file].join("\n");
        for (const { where, lines } of await lint(await subjectIn(text), rules, options)) {
          const count = text.split("\n").length;
          assert.ok(where.line >= 1 && where.line <= count && lines.line >= 1 && lines.line <= count);
          assert.ok(where.column >= 1 && (where.endColumn === undefined || where.endColumn >= where.column));
        }
      }),
      { numRuns: 400 },
    );
  });

  it("take a time that grows with the file, not with its square", async () => {
    const chain = (count: number) =>
      Array.from({ length: count }, (_, i) => `FROM ${i === 0 ? "python" : `s${i - 1}`} AS s${i}\nRUN chown -R a /x`);
    const many = (count: number) => [
      "FROM python:3.11-slim",
      ...Array.from(
        { length: count },
        (_, i) => `ENV A${i}=$B${i}\nCOPY x${i} /x/${i}\nHEALTHCHECK CMD curl x\nRUN chown -R a /x/${i}`,
      ),
    ];
    for (const shape of [chain, many]) {
      const seconds = async (count: number) => {
        const subject = await subjectIn(shape(count).join("\n"));
        const started = performance.now();
        await lint(subject, rules, options);
        return (performance.now() - started) / 1000;
      };
      await seconds(500);
      const [small, large] = [await seconds(500), await seconds(2000)];
      assert.ok(large < 0.5 + small * 10, `${small} s, four times as much ${large} s`);
    }
  });
});
