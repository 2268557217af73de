import os from "node:os";
import type { Host } from "../host.ts";

/** The real machine. Made once, here; everything below the command line is handed this value. */
export function realHost(): Host {
  return {
    env: process.env,
    system: {
      platform: process.platform,
      arch: process.arch,
      uid: process.geteuid?.(),
      gid: process.getegid?.(),
      user: userName(),
      home: os.homedir(),
      cwd: process.cwd(),
      tmp: os.tmpdir(),
      cpus: os.availableParallelism(),
      node: [process.execPath, ...process.execArgv],
    },
    now: () => new Date(),
    // A cached build starts no process, and the module is not small.
    spawn: (command, args, options) => process.getBuiltinModule("node:child_process").spawn(command, args, options),
  };
}

/** A numeric user without a passwd entry is common in pods, and no error. */
function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return String(process.geteuid?.() ?? "");
  }
}
