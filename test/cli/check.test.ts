import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { root } from "../../scripts/lib/root.mjs";
import { type Workshop, workshop } from "../support/djib.ts";

const clean = `FROM python:3.11-slim
WORKDIR /app
COPY requirements.txt .
USER 10001
CMD ["gunicorn", "mysite.wsgi", "--bind", "0.0.0.0:8000"]
`;
const warned = clean.replace("USER 10001\n", "");
const wrong = clean.replace("USER", "ENV DEBUG=1\nUSER");
/** Nobody answers at the discard port. */
const offline = { DJIB_REGISTRY_MIRROR: "docker.io=http://127.0.0.1:9" };

describe("djib check", () => {
  let shop: Workshop;
  before(async () => {
    shop = await workshop();
  });
  after(() => shop.stop());

  const check = (dockerfile: string, args: readonly string[] = [], env: Record<string, string> = {}) =>
    shop.djib(["check", ...args, "."], env, { cwd: shop.project({ Dockerfile: dockerfile, "requirements.txt": "" }) });

  it("says that it found nothing, and exits with 0", async () => {
    const { status, stdout, stderr } = await check(clean);
    assert.deepEqual([status, stderr], [0, ""]);
    assert.match(stdout, /^Dockerfile: \d+ rules found nothing\n$/);
  });

  it("shows the place of a finding, what to do, and a line that sums up; a warning exits with 0", async () => {
    const { status, stdout } = await check(warned);
    assert.equal(status, 0);
    assert.match(stdout, /^warning\[RunsAsRoot\]: Dockerfile:4:1: the program runs as root/);
    assert.match(stdout, /\n {2}4 \| CMD \["gunicorn"/);
    assert.match(stdout, /\n {2}help: Make a user/);
    assert.match(stdout, /\nDockerfile: 1 warning\. /);
  });

  it("exits with 1 for an error, with --fail-on warning or error=true for a warning, and never with --fail-on never", async () => {
    assert.equal((await check(wrong)).status, 1);
    assert.equal((await check(warned, ["--fail-on", "warning"])).status, 1);
    assert.equal((await check(`# check=error=true\n${warned}`)).status, 1);
    assert.equal((await check(wrong, ["--fail-on=never"])).status, 0);
  });

  it("takes rules by name, and refuses a name that is none with status 2", async () => {
    assert.equal((await check(wrong, ["--skip", "DebugEnabled,RunsAsRoot"])).status, 0);
    assert.match((await check(wrong + "EXPOSE 80:80\n", ["--only=DebugEnabled"])).stdout, /: 1 error\./);
    const { status, stderr } = await check(clean, ["--skip", "RunAsRoot"]);
    assert.equal(status, 2);
    assert.match(stderr, /there is no rule "RunAsRoot"\n {2}help: did you mean RunsAsRoot\?/);
  });

  it("works without a registry, and says what it could not look at", async () => {
    const project = shop.project({ Dockerfile: `${warned}ENV A=$PYTHON_VERSION\n`, "requirements.txt": "" });
    const env = { ...offline, DJIB_STORE: path.join(shop.folder, "empty") };
    const { status, stdout, stderr, seconds } = await shop.djib(["check", "."], env, { cwd: project });
    assert.deepEqual([status, stdout.match(/\[\w+\]/g)], [0, ["[RunsAsRoot]"]]);
    assert.match(stderr, /^note: python:3\.11-slim could not be looked at \(/);
    assert.ok(seconds < 20, `${seconds} s`);
  });

  it("tells what is before an error of the Dockerfile, then the error", async () => {
    const { status, stdout, stderr } = await check("FROM scratch AS Bad\nBADCMD\n");
    assert.equal(status, 1);
    assert.match(stdout, /^warning\[StageNameCasing\]: Dockerfile:1:17: /);
    assert.match(stderr, /^error\[dockerfile\/unknown-instruction\]: Dockerfile:2:1: /);
  });

  it("prints JSON of the documented shape", async () => {
    const { stdout } = await check(wrong, ["--format", "json"]);
    const { findings, ...rest } = JSON.parse(stdout);
    assert.deepEqual(rest, {
      version: 1,
      file: "Dockerfile",
      unknownImages: [],
      executors: null,
      error: null,
      errors: 1,
      warnings: 0,
    });
    const [{ help, ...finding }] = findings;
    const place = { file: "Dockerfile", line: 4, column: 5, endLine: 4, endColumn: 10 };
    assert.equal(typeof help, "string");
    assert.deepEqual(finding, {
      rule: "DebugEnabled",
      source: "djib",
      severity: "error",
      message: "DEBUG=1 shows error pages with settings and source to everyone",
      ...place,
    });
  });

  it("prints SARIF with all that its schema requires", async () => {
    const { stdout } = await check(`${wrong}BAD\n`.replace("FROM python:3.11-slim", "FROM scratch AS A"), [
      "--format=sarif",
    ]);
    const log = JSON.parse(stdout);
    assert.equal(log.version, "2.1.0");
    const [run] = log.runs;
    const { name, rules } = run.tool.driver;
    assert.equal(name, "djib");
    for (const rule of rules) assert.ok(rule.id && rule.shortDescription.text && rule.help.text);
    assert.equal(run.invocations[0].executionSuccessful, false);
    assert.equal(run.invocations[0].toolExecutionNotifications[0].level, "error");
    assert.ok(run.results.length > 0);
    for (const { ruleId, ruleIndex, level, message, locations } of run.results) {
      assert.equal(rules[ruleIndex].id, ruleId);
      assert.match(level, /^(error|warning)$/);
      assert.equal(typeof message.text, "string");
      const { artifactLocation, region } = locations[0].physicalLocation;
      assert.equal(artifactLocation.uri, "Dockerfile");
      assert.ok(region.startLine >= 1 && region.startColumn >= 1);
      assert.ok(region.endColumn === undefined || region.endColumn > region.startColumn);
    }
  });

  it("finds nothing in the examples but what is wrong with them", async () => {
    const expected = {
      basic: [],
      static: [],
      multistage: [],
      mistaken: ["CopyFromMissingPath", "RunsAsRoot"],
    };
    for (const [name, rules] of Object.entries(expected)) {
      const folder = path.join(shop.folder, name);
      cpSync(path.join(root, "examples", name), folder, { recursive: true });
      const { stdout, stderr } = await shop.djib(["check", "--format", "json", folder]);
      const { findings, error } = JSON.parse(stdout) as { findings: { rule: string }[]; error: unknown };
      assert.deepEqual([error, findings.map(({ rule }) => rule)], [null, rules], `${name}: ${stderr}`);
    }
  });
});

describe("djib build and docker's checks", () => {
  let shop: Workshop;
  before(async () => {
    shop = await workshop();
  });
  after(() => shop.stop());

  const build = (dockerfile: string, args: readonly string[] = []) =>
    shop.djib(["build", "--no-load", ...args, "."], {}, { cwd: shop.project({ Dockerfile: dockerfile }) });

  it("--check prints what docker prints, and exits as docker does", async () => {
    const { status, stdout, stderr } = await build("FROM scratch AS Base\n", ["--check"]);
    assert.deepEqual([status, stderr], [1, ""]);
    assert.equal(
      stdout,
      `Check complete, 1 warning has been found!

WARNING: StageNameCasing - https://docs.docker.com/go/dockerfile/rule/stage-name-casing/
Stage name 'Base' should be lowercase
Dockerfile:1
--------------------
   1 | >>> FROM scratch AS Base
   2 |     
--------------------
`,
    );
    const fine = await build("FROM scratch AS base\n", ["--check"]);
    assert.deepEqual([fine.status, fine.stdout], [0, "Check complete, no warnings found.\n"]);
    assert.equal((await build("FROM scratch AS Base\n", ["--call=check,ignorestatus=true"])).status, 0);
  });

  it("--call=check,format=json has BuildKit's fields", async () => {
    const { stdout } = await build("FROM scratch AS Base\n", ["--call=check,format=json"]);
    const { warnings, sources } = JSON.parse(stdout);
    assert.equal(Buffer.from(sources[0].data, "base64").toString(), "FROM scratch AS Base\n");
    assert.deepEqual(warnings, [
      {
        ruleName: "StageNameCasing",
        description: "Stage names should be lowercase",
        url: "https://docs.docker.com/go/dockerfile/rule/stage-name-casing/",
        detail: "Stage name 'Base' should be lowercase",
        location: { ranges: [{ start: { line: 1 }, end: { line: 1 } }] },
      },
    ]);
  });

  it("--call=targets lists the stages with their descriptions", async () => {
    const { status, stdout } = await build("# builder makes it\nFROM scratch AS builder\nFROM scratch\n", [
      "--call=targets",
    ]);
    assert.equal(status, 0);
    assert.equal(stdout, "TARGET    DESCRIPTION\nbuilder   makes it\n(default) \n");
  });

  it("refuses a method that it does not know", async () => {
    const { status, stderr } = await build("FROM scratch\n", ["--call=chekc"]);
    assert.equal(status, 2);
    assert.match(stderr, /did you mean check\?/);
  });

  it("a build warns of what docker warns of in the stages it needs, and of nothing that is silenced", async () => {
    const file =
      "FROM scratch AS a\nWORKDIR x\nFROM scratch\n# check=skip=WorkdirRelativePath\nWORKDIR y\nEXPOSE 80/TCP\n";
    const { status, stderr } = await build(file);
    assert.equal(status, 0, stderr);
    assert.deepEqual(stderr.match(/warning\[\w+\]/g), ["warning[ExposeProtoCasing]"]);
  });

  it("error=true ends a build before anything is executed", async () => {
    const { status, stderr } = await build("# check=error=true\nFROM python:3.11-slim as base\nRUN touch /made\n");
    assert.equal(status, 1);
    assert.match(stderr, /warning\[FromAsCasing\]/);
    assert.match(stderr, /error\[lint\/violation\]: lint violation found for rules: FromAsCasing/);
    assert.doesNotMatch(stderr, /1\/1/);
  });

  it("BUILDKIT_DOCKERFILE_CHECK replaces what the file says", async () => {
    const file = "# check=error=true\nFROM scratch as base\n";
    const { status, stderr } = await build(file, ["--build-arg", "BUILDKIT_DOCKERFILE_CHECK=skip=FromAsCasing"]);
    assert.equal(status, 0, stderr);
    assert.doesNotMatch(stderr, /warning/);
  });

  it("a check option that is none fails the build", async () => {
    const { status, stderr } = await build("# check=skip=FromAsCasing;strict=true\nFROM scratch\n");
    assert.equal(status, 1);
    assert.match(stderr, /error\[lint\/bad-option\]: Dockerfile:1:1: /);
  });
});
