import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import type { Program } from "../../../src/userland/kernel/program.ts";
import { groupadd } from "../../../src/userland/users/shadow/groupadd.ts";
import { groupdel } from "../../../src/userland/users/shadow/groupdel.ts";
import { groupmod } from "../../../src/userland/users/shadow/groupmod.ts";
import { useradd } from "../../../src/userland/users/shadow/useradd/useradd.ts";
import { userdel } from "../../../src/userland/users/shadow/userdel.ts";
import { usermod } from "../../../src/userland/users/shadow/usermod/usermod.ts";
import type { Told } from "./case.ts";
import { cases } from "./cases.ts";
import { play } from "./play.ts";

const programs: Readonly<Record<string, Program>> = {
  "/usr/sbin/useradd": useradd,
  "/usr/sbin/usermod": usermod,
  "/usr/sbin/userdel": userdel,
  "/usr/sbin/groupadd": groupadd,
  "/usr/sbin/groupmod": groupmod,
  "/usr/sbin/groupdel": groupdel,
};

const file = path.join(import.meta.dirname, "../../recordings/users.json");
const recorded = JSON.parse(readFileSync(file, "utf8")) as { readonly cases: Readonly<Record<string, Told>> };

describe("tools for users do what the real ones did", () => {
  for (const [name, one] of Object.entries(cases))
    it(name, async () => assert.deepEqual(await play(one, programs), recorded.cases[name]));
});
