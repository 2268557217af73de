import type { Files } from "../packages.ts";

/** What of coreutils is about users. */
export const coreutilsIdentity: Files = {
  "bin/groups": async () => (await import("../../users/identity/groups.ts")).groups,
  "bin/id": async () => (await import("../../users/identity/id.ts")).id,
  "bin/whoami": async () => (await import("../../users/identity/whoami.ts")).whoami,
};
