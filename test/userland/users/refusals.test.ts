import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Refusal } from "../../../src/userland/kernel/refusal.ts";
import { adduser } from "../../../src/userland/users/debian/adduser/adduser.ts";
import { chpasswd } from "../../../src/userland/users/shadow/chpasswd.ts";
import { passwd } from "../../../src/userland/users/shadow/passwd.ts";
import { useradd } from "../../../src/userland/users/shadow/useradd/useradd.ts";
import { runProgram } from "../../support/userland.ts";

const status = (version: string) => ({ "var/lib/dpkg/status": `Package: passwd\nVersion: ${version}\n` });
const refused = (pattern: RegExp) => (error: unknown) => error instanceof Refusal && pattern.test(error.message);

describe("tools for users refuse what they do not do as Linux does", () => {
  it("tells of options, passwords and other trees before anything runs", () => {
    assert.equal(useradd.refuses(["-m", "app"]), undefined);
    assert.equal(useradd.refuses(["-R", "/mnt", "app"])?.word, "-R");
    assert.equal(useradd.refuses(["--prefix=/mnt", "app"])?.word, "--prefix");
    assert.equal(chpasswd.refuses([])?.word, "chpasswd");
    assert.equal(chpasswd.refuses(["-e"]), undefined);
    assert.equal(passwd.refuses(["root"])?.word, "passwd");
    assert.equal(passwd.refuses(["-l", undefined]), undefined);
    assert.equal(adduser.refuses(["--debug", "app"])?.word, "--debug");
  });

  it("asks for the release of shadow", async () => {
    const run = (version: string) =>
      runProgram(useradd, ["useradd", "app"], { files: { ...status(version), "etc/": {} } });
    await assert.rejects(run("1:4.8.1-2ubuntu2"), refused(/4\.8\.1-2ubuntu2 is not emulated/));
    await assert.rejects(runProgram(useradd, ["useradd", "app"]), refused(/unknown version/));
    assert.equal((await run("1:4.17.4-2")).status, 0);
  });

  it("stops at a lock that somebody left", async () => {
    const files = { ...status("1:4.13+dfsg1-1"), "etc/passwd": "root:x:0:0::/:/bin/sh\n", "etc/passwd.lock": "7" };
    await assert.rejects(runProgram(useradd, ["useradd", "app"], { files }), refused(/passwd\.lock/));
  });

  it("stops at sources of names that are not files", async () => {
    const files = { ...status("1:4.13+dfsg1-1"), "etc/nsswitch.conf": "passwd: files mystery\n" };
    await assert.rejects(runProgram(useradd, ["useradd", "app"], { files }), refused(/mystery/));
  });

  it("stops at what adduser would ask", async () => {
    const files = { "usr/sbin/adduser": 'my $version = "3.134";\n', "run/": {}, "etc/adduser.conf": "" };
    await assert.rejects(runProgram(adduser, ["adduser", "app"], { files }), refused(/asks for a password/));
  });

  it("stops at another adduser", async () => {
    const files = { "usr/sbin/adduser": 'my $version = "3.152";\n' };
    await assert.rejects(runProgram(adduser, ["adduser", "app"], { files }), refused(/3\.152 is not emulated/));
  });
});
