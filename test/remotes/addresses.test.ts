import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import fc from "fast-check";
import { recorderHash } from "../../scripts/lib/recorder.ts";
import {
  BadGitReference,
  fileNameOf,
  isHttpUrl,
  parseGitReference,
} from "../../src/dockerfile/values/git-reference.ts";
import { redactUrls } from "../../src/redact.ts";
import { addresses } from "./addresses.ts";

interface Answer {
  readonly redacted: string;
  readonly name: string;
  readonly error?: string;
  readonly git?: Readonly<Record<string, unknown>>;
}

interface Recording {
  readonly recorder: { readonly files: readonly string[]; readonly sha256: string };
  readonly cases: readonly (readonly [string, Answer])[];
}

const file = new URL("../recordings/addresses.json", import.meta.url);
const recording = JSON.parse(readFileSync(file, "utf8")) as Recording;

/** A remote without a host is one to BuildKit too, which then cannot fetch it. */
const isHostless = ({ git }: Answer): boolean => /^(?:ssh|git):$/.test(String(git?.["remote"]));

function parsed(text: string): object | "error" | undefined {
  try {
    const found = parseGitReference(text);
    return (
      found && {
        ...found,
        checksum: found.checksum ?? "",
        keepGitDir: found.keepGitDir ?? null,
        submodules: found.submodules ?? null,
        mtime: found.mtime ?? "",
      }
    );
  } catch (error) {
    if (error instanceof BadGitReference) return "error";
    throw error;
  }
}

describe("an address is what BuildKit takes it for", () => {
  it("and the recording is of these (node --import tsx scripts/record/addresses.ts)", () => {
    assert.equal(recorderHash(recording.recorder.files), recording.recorder.sha256);
    assert.deepEqual(
      recording.cases.map(([text]) => text),
      [...addresses()],
    );
  });

  it("in each of 1,200 cases", () => {
    for (const [text, answer] of recording.cases) {
      if (isHostless(answer)) continue;
      assert.deepEqual(parsed(text), answer.git ?? (answer.error === undefined ? undefined : "error"), text);
      if (isHttpUrl(text)) assert.equal(fileNameOf(text), answer.name, text);
    }
  });

  it("and is read in linear time, whatever it holds, without throwing anything else", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."https:/@.git#?&=%2:[]a \\\\é") }), (text) => {
        for (const one of [text, `https://${text}`, `git@h:${text}`, `https://h/x.git${text}`]) {
          parsed(one);
          fileNameOf(one);
          redactUrls(one);
        }
      }),
    );
    const begun = performance.now();
    for (const part of ["@", ":", "%20", "?a=b&", "#", "/", "[", "git@h:"]) {
      const long = part.repeat(100_000);
      for (const one of [`https://${long}`, `git@h:${long}`, `https://h/x.git?${long}`]) {
        parsed(one);
        fileNameOf(one);
        redactUrls(one);
      }
    }
    assert.ok(performance.now() - begun < 5_000);
  });
});

describe("the user and password of an address", () => {
  it("are never shown", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z0-9]{6,}$/),
        fc.stringMatching(/^[A-Za-z0-9%._~!$&'()*+,;=-]{6,}$/),
        (user, password) => {
          const shown = redactUrls(`fatal: https://${user}:${password}@h.com/a.git and ssh://${user}@h.com/a`);
          assert.equal(shown, "fatal: https://xxxxx:xxxxx@h.com/a.git and ssh://xxxxx@h.com/a");
        },
      ),
    );
  });

  it("are shown as BuildKit shows them", () => {
    for (const [text, { redacted }] of recording.cases)
      if (/^(?:https?|ssh|git):\/\/[^/?# é]*@[^/?# é]+\/[a-z./]*$/.test(text))
        assert.equal(redactUrls(text), redacted, text);
  });
});
