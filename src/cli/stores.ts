import path from "node:path";
import type { Host } from "../host.ts";
import { openStore } from "../oci/store/open.ts";
import type { Store } from "../oci/store/store.ts";

/** DJIB_STORE, or the place where the system keeps an application's data of one user. */
export function storeRoot({ env, system }: Host): string {
  if (env["DJIB_STORE"]) return path.resolve(system.cwd, env["DJIB_STORE"]);
  if (system.platform === "win32")
    return path.join(env["LOCALAPPDATA"] ?? path.join(system.home, "AppData", "Local"), "djib");
  if (system.platform === "darwin") return path.join(system.home, "Library", "Application Support", "djib");
  return path.join(env["XDG_DATA_HOME"] || path.join(system.home, ".local", "share"), "djib");
}

/** The user's store; nothing is read or made until it is used. */
export function userStore(host: Host): Promise<Store> {
  return openStore(storeRoot(host), host);
}
