import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Executor } from "../../../src/executor/executor.ts";
import { portableExecutor } from "../../../src/executor/portable/portable.ts";
import { type Builder, openBuilder } from "./builder.ts";
import { verdictCases } from "./verdict-cases.ts";

const python = "is not emulated: /usr/bin/python3.11 is from the package python3.11-minimal";
const apt = "is not emulated: /usr/bin/apt-get is from the package apt";

/** By case: each RUN with its line, the answer, the place of the word that decides it, and why. Versions are left out. */
const expected: Readonly<Record<keyof typeof verdictCases, readonly string[]>> = {
  "what a project does to its image": [
    "2 yes",
    `5 unknown 5:1: python3 ${python}`,
    `6 no 6:5: pip is run by /usr/bin/python3, which ${python}`,
    `7 no 7:5: python ${python}`,
    `8 no 8:7: python3 ${python}`,
  ],
  "the right part of a condition may never run": [
    `2 unknown 2:30: apt-get ${apt}`,
    `3 no 3:26: apt-get ${apt}`,
    `4 unknown 4:19: apt-get ${apt}`,
    `5 unknown 5:26: apt-get ${apt}`,
    `6 unknown 6:22: python3 ${python}`,
  ],
  "a here-document is told line by line": [
    `2 no 5:1: apt-get ${apt}`,
    `7 no 7:1: /dev/pipes/EOF is run by python3, which ${python}`,
  ],
  "what a RUN made may be anything": [
    "2 yes",
    "3 unknown 3:5: tini may be made by line 2",
    "4 unknown 4:5: /opt/venv/bin/pip may be made by line 2",
    "5 unknown 5:14: sh reads what it runs only then",
    "6 unknown 6:17: a command has a name that only the shell can work out",
    "7 yes",
  ],
  "programs that start others are seen through": [
    `2 no 2:16: python3 ${python}`,
    `3 no 3:19: python3 ${python}`,
    `4 no 4:27: python3 ${python}`,
    "5 yes",
  ],
  "mounts and limits": [
    "2 no 2:1: an SSH agent needs a socket, which no emulated program speaks to",
    "3 unknown 3:35: /src/run.sh may be made by line 3",
    "4 yes",
  ],
  "an interpreter is built from source": [
    "2 no 3:18: apt-mark is not emulated: /usr/bin/apt-mark is from the package apt",
    "6 yes",
  ],
  "an archive for an architecture": ["2 yes", `4 no 8:8: apt-get ${apt}`],
  "a server with a user of its own": [
    "2 yes",
    "6 unknown 9:2: gpg may be made by line 2",
    "10 no 11:2: dpkg-divert is not emulated: /usr/bin/dpkg-divert is from the package dpkg",
    "12 yes",
  ],
  "a system user and a repository": [`2 no 6:8: apt-get ${apt}`],
};

describe("The verdict on a RUN names the word that decides it, before anything runs", () => {
  let builder: Builder;
  let portable: Executor;
  before(async () => {
    builder = await openBuilder();
    portable = portableExecutor({ store: builder.store });
  });
  after(() => builder[Symbol.asyncDispose]());

  for (const [name, one] of Object.entries(verdictCases))
    it(name, async () => {
      const rows = await builder.verdicts(one, portable);
      assert.deepEqual(
        rows.map((row) => row.replace(/ \d[^ ]*$/, (end) => (/package/.test(row) ? "" : end))),
        expected[name as keyof typeof verdictCases],
      );
    });
});
