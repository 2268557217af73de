import { spawn } from "node:child_process";
import { cleanEnvironment } from "../command.ts";

/**
 * Locks an open file by flock(2), which Node lacks: flock(1) locks the description that it is handed, and the lock
 * stays when it ends. It is gone with the last process that has the file open, however that ends. Resolves to whether
 * it was to be had within `seconds`. A lock that is held already is changed.
 */
export async function lock(file: number, kind: "shared" | "exclusive", seconds = 0): Promise<boolean> {
  const patience = seconds === 0 ? ["--nonblock"] : ["--timeout", String(seconds)];
  const child = spawn("flock", [...patience, `--${kind}`, "3"], {
    cwd: "/",
    env: cleanEnvironment,
    stdio: ["ignore", "ignore", "ignore", file],
  });
  const status = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (status === 0 || status === 1) return status === 0;
  throw new Error(`flock ended with ${status}`);
}
