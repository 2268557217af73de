import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import type { Digest } from "../../src/oci/digest.ts";
import type { ImagePath } from "../../src/oci/filesystem/path.ts";
import type { Entry } from "../../src/oci/layer/changeset.ts";
import { comparePaths } from "../../src/oci/layer/order.ts";
import { recogniser } from "../../src/userland/programs/recognise.ts";
import { parseShebang } from "../../src/userland/kernel/shebang.ts";
import type { Sums } from "../../src/userland/programs/sums.ts";
import { changeset, fileEntry, sealed } from "../support/layers.ts";
import { mergeTree } from "../../src/oci/layer/merge.ts";

const md5 = (text: string) => createHash("md5").update(Buffer.from(text, "latin1")).digest("hex");
const elf = (machine: number, mark = "") =>
  `\x7fELF\x02\x01\x01${"\0".repeat(9)}\x02\0${String.fromCharCode(machine)}\0${mark}`;

async function recognisedIn(files: Readonly<Record<string, string>>, path: string, name: string) {
  const entries = Object.entries(files).map(([path, content]): Entry => fileEntry(path, content, { mode: 0o755 }));
  const { tar, index } = await sealed(changeset(entries.sort((a, b) => comparePaths(a.path, b.path))));
  const tree = mergeTree([{ index, openRange: (offset, size) => [tar.subarray(offset, offset + size)] }]);
  const content = () => tree.read(path as ImagePath);
  const { digest } = tree.lstat(path as ImagePath)!;
  return recogniser(tree, new Map<Digest, Sums>()).recognise({ path: `/${path}`, name, digest, content });
}

describe("what a file stands for", () => {
  it("is said of a program that is not emulated: package, version, processor", async () => {
    const status = "Package: nodejs\nStatus: install ok installed\nVersion: 18.19.0\n";
    const files = {
      "usr/bin/node": elf(62),
      "opt/bin/uv": elf(183),
      "var/lib/dpkg/status": status,
      "var/lib/dpkg/info/nodejs.list": "/.\n/usr\n/usr/bin\n/usr/bin/node\n",
    };
    assert.deepEqual(await recognisedIn(files, "usr/bin/node", "node"), {
      kind: "unknown",
      why: { word: "node", reason: "is not emulated: /usr/bin/node is from the package nodejs 18.19.0" },
    });
    assert.deepEqual(await recognisedIn(files, "opt/bin/uv", "/opt/bin/uv"), {
      kind: "unknown",
      why: {
        word: "uv",
        reason: "is not emulated: /opt/bin/uv is a program for aarch64 that no package database knows",
      },
    });
  });

  it("is a script by its first line, and neither by its name", async () => {
    const files = { "bin/sh": "#! /bin/dash -e\necho\n", "bin/ls": "echo\n", "bin/empty": "" };
    assert.deepEqual(await recognisedIn(files, "bin/sh", "sh"), {
      kind: "script",
      interpreter: "/bin/dash",
      argument: "-e",
    });
    assert.deepEqual(await recognisedIn(files, "bin/ls", "ls"), { kind: "text" });
    assert.deepEqual(await recognisedIn(files, "bin/empty", "true"), { kind: "text" });
  });

  it("is not what a package says where the content is another one", async () => {
    const info = `${md5(elf(62, "real"))}  usr/bin/ls\n`;
    const files = { "bin/ls": elf(62, "mine"), "var/lib/dpkg/info/coreutils.md5sums": info };
    assert.equal((await recognisedIn(files, "bin/ls", "ls")).kind, "unknown");
  });
});

describe("the first line of a script is read as Linux reads it", () => {
  const cases: readonly (readonly [string, ReturnType<typeof parseShebang>])[] = [
    ["#!/bin/sh\n", { interpreter: "/bin/sh", argument: undefined }],
    ["#!/bin/sh", { interpreter: "/bin/sh", argument: undefined }],
    ["#!  /bin/sh -e x \t\nrest", { interpreter: "/bin/sh", argument: "-e x" }],
    ["#!/usr/bin/env\tpython3", { interpreter: "/usr/bin/env", argument: "python3" }],
    ["#!/bin/sh\r\n", { interpreter: "/bin/sh\r", argument: undefined }],
    ["#!\n/bin/sh\n", undefined],
    ["#!   ", undefined],
    ["# !/bin/sh\n", undefined],
    ["", undefined],
    [`#!/${"x".repeat(300)}\n`, undefined],
    [`#!/bin/sh ${"x".repeat(300)}\n`, { interpreter: "/bin/sh", argument: "x".repeat(246) }],
  ];
  for (const [text, expected] of cases)
    it(JSON.stringify(text.slice(0, 24)), () => assert.deepEqual(parseShebang(Buffer.from(text, "latin1")), expected));
});
