import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { DjibError, type SourceText } from "../../src/errors.ts";
import { expand, expandToWords } from "../../src/dockerfile/expand/expand.ts";
import { parseIgnore } from "../../src/dockerfile/ignore/ignore.ts";
import { BadPattern, matchGlob } from "../../src/dockerfile/match-glob.ts";
import type { Escape } from "../../src/dockerfile/syntax.ts";
import { parseChmod } from "../../src/dockerfile/values/chmod.ts";
import { parseInstruction } from "../../src/dockerfile/parse/parse.ts";
import { parseMount } from "../../src/dockerfile/values/mount.ts";
import { parseDuration } from "../../src/dockerfile/values/duration.ts";
import { describeDockerfile } from "./describe.ts";

type Answer<Fields> = Partial<Fields> & { readonly error?: string };
type Cases<Question, Fields> = readonly (readonly [Question, Answer<Fields>])[];

interface Recording<Question, Fields> {
  readonly env: readonly string[];
  readonly paths: readonly string[];
  readonly cases: Cases<Question, Fields>;
}

/** What BuildKit said (scripts/record/dockerfile.ts). */
function recording<Question, Fields>(name: string): Recording<Question, Fields> {
  const file = new URL(`../recordings/dockerfile/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Recording<Question, Fields>;
}

const source = (text: string): SourceText => ({ name: "Dockerfile", text });
const word = (text: string) => ({ text, where: { source: source(text), line: 1, column: 1 } });

/** Runs it for its answer; a refusal is one, an accident is not. */
function answer<Fields>(run: () => Fields): Fields | { error: true } {
  try {
    return run();
  } catch (error) {
    if (error instanceof DjibError || error instanceof BadPattern) return { error: true };
    throw error;
  }
}

/** Compares all cases and shows those that differ. */
function compare<Question, Fields extends object>(cases: Cases<Question, Fields>, run: (question: Question) => Fields) {
  const differing = cases.flatMap(([question, theirs]) => {
    const ours = answer(() => run(question));
    const expected = theirs.error === undefined ? theirs : { error: true };
    return isEqual(ours, expected) ? [] : [{ question, ours, theirs }];
  });
  assert.deepEqual(differing, []);
}

function isEqual(a: unknown, b: unknown): boolean {
  try {
    assert.deepEqual(a, b);
    return true;
  } catch {
    return false;
  }
}

test("words expand and split as BuildKit's do", () => {
  type Result = { text: string; words: readonly string[] };
  const { env, cases } = recording<{ word: string; escape: Escape }, Result>("words");
  const values = new Map(env.map((entry) => entry.split(/=(.*)/s, 2) as [string, string]));
  assert.ok(cases.length >= 150);
  compare(cases, ({ word: text, escape }) => {
    const scope = { get: (name: string) => values.get(name) };
    return { text: expand(word(text), scope, escape), words: expandToWords(word(text), scope, escape) };
  });
});

test("ignore files leave out what moby's pattern matcher leaves out on a walk", () => {
  const { paths, cases } = recording<{ text: string }, { ignored: readonly string[] }>("ignores");
  compare(cases, ({ text }) => {
    const ignore = parseIgnore({ name: ".dockerignore", text });
    return { ignored: paths.filter((path) => ignore.ignores(Buffer.from(path).toString("latin1"))) };
  });
});

test("globs match as Go's filepath.Match does", () => {
  const { cases } = recording<{ pattern: string; name: string }, { matched: boolean }>("globs");
  compare(cases, ({ pattern, name }) => ({ matched: matchGlob(pattern, Buffer.from(name).toString("latin1")) }));
});

test("symbolic modes change what they change in BuildKit", () => {
  const { cases } = recording<{ mode: string; old: number; dir: boolean }, { mode: number }>("modes");
  compare(cases, ({ mode, old, dir }) => {
    const chmod = parseChmod(word(mode));
    return { mode: chmod.form === "octal" ? chmod.mode : chmod.apply(old, dir) };
  });
});

test("durations are Go's", () => {
  const { cases } = recording<string, { nanoseconds: number }>("durations");
  compare(cases, (text) => ({ nanoseconds: parseDuration(word(text)) }));
});

test("Dockerfiles are taken apart as BuildKit takes them apart", () => {
  const { cases } = recording<string, object>("dockerfiles");
  compare(cases, (text) => describeDockerfile(source(text)));
});

test("mounts of RUN are read as BuildKit reads them", () => {
  const { cases } = recording<string, object>("mounts");
  compare(cases, (text) => {
    const instruction = parseInstruction(`RUN --mount=${text.replaceAll(" ", "\\ ")} x`, word("").where);
    assert.ok(instruction.name === "RUN");
    const { where: _, env = null, mode = null, uid = null, gid = null, ...mount } = parseMount(instruction.mounts[0]!);
    const { from = "", source = "", target = "", id = "", sharing = "" } = mount;
    return { ...mount, from, source, target, id, sharing, env, mode, uid, gid };
  });
});
