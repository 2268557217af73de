import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";

export interface SystemUser extends Disposable {
  readonly name: string;
  readonly uid: number;
}

/** A user of this machine with a range of subordinate ids, gone on dispose. Needs root. */
export function systemUser(): SystemUser {
  const name = `djib-test-${randomBytes(3).toString("hex")}`;
  execFileSync("useradd", ["--create-home", "--shell", "/bin/sh", name], { stdio: "pipe" });
  const uid = Number(execFileSync("id", ["-u", name], { encoding: "utf8" }));
  return {
    name,
    uid,
    [Symbol.dispose]: () => void execFileSync("userdel", ["--remove", "--force", name], { stdio: "pipe" }),
  };
}
