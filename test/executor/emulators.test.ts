import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { runsHere } from "../../src/executor/linux/emulators.ts";
import { parsePlatform } from "../../src/oci/platform.ts";

/** As Linux 6.18 prints what qemu-user-static registers. */
const entry = (magic: string, { enabled = true, flags = "OCF" } = {}) =>
  `${enabled ? "enabled" : "disabled"}\ninterpreter /usr/bin/qemu-static\nflags: ${flags}\noffset 0\nmagic ${magic}\nmask ffffff\n`;
const arm64 = "7f454c460201010000000000000000000200b700";

describe("a machine runs the programs of", () => {
  const home = mkdtempSync(path.join(tmpdir(), "djib-binfmt-"));
  after(() => rmSync(home, { recursive: true }));
  const registered = (...entries: readonly string[]) => {
    const folder = mkdtempSync(path.join(home, "binfmt-"));
    for (const [i, text] of ["enabled\n", ...entries].entries()) writeFileSync(path.join(folder, `entry-${i}`), text);
    return folder;
  };
  const runs = (platform: string, own: string, ...entries: readonly string[]) => {
    const found = runsHere(parsePlatform(platform), own, registered(...entries));
    return typeof found === "string" ? found : "no";
  };

  it("its own processor, and of older ones where they are compatible", () => {
    assert.equal(runs("linux/amd64", "amd64"), "yes");
    assert.equal(runs("linux/386", "amd64"), "yes");
    assert.equal(runs("linux/arm/v7", "arm64"), "unknown");
    assert.equal(runs("linux/amd64", "386"), "no");
  });

  it("another where an emulator is registered, whatever it is called", () => {
    assert.equal(runs("linux/arm64", "amd64"), "no");
    assert.equal(runs("linux/arm64", "amd64", entry(arm64)), "yes");
    assert.equal(runs("linux/arm/v7", "arm64", entry("7f454c4601010100000000000000000002002800")), "yes");
    assert.equal(runs("linux/s390x", "amd64", entry("7f454c4602020100000000000000000000020016")), "yes");
  });

  it("no other where the emulator is disabled, needs a file of the image, or is for something else", () => {
    assert.equal(runs("linux/arm64", "amd64", entry(arm64, { enabled: false })), "no");
    assert.equal(runs("linux/arm64", "amd64", entry(arm64, { flags: "OC" })), "no");
    assert.equal(runs("linux/riscv64", "amd64", entry(arm64)), "no");
    assert.equal(runs("windows/amd64", "amd64", entry(arm64)), "no");
  });

  it("none but its own where binfmt_misc is not there, and says what would help", () => {
    const found = runsHere(parsePlatform("linux/arm64"), "amd64", path.join(home, "nothing"));
    assert.ok(typeof found === "object");
    assert.match(found.reason, /linux\/arm64.*linux\/amd64/);
    assert.match(found.help, /emulator.*--platform=\$BUILDPLATFORM/);
  });
});
