import { spawn } from "node:child_process";
import { arch, homedir, platform, tmpdir } from "node:os";
import type { Ctx } from "../../src/ctx.ts";
import type { Event } from "../../src/events.ts";
import type { System } from "../../src/host.ts";

export interface TestCtx extends Ctx {
  /** All that was emitted, in order. */
  readonly events: Event[];
  readonly controller: AbortController;
}

/** A context of this machine with an environment of its own and a clock that stands at 2026-01-02. */
export function testCtx(env: Readonly<Record<string, string>> = {}, system: Partial<System> = {}): TestCtx {
  const events: Event[] = [];
  const controller = new AbortController();
  return {
    events,
    controller,
    signal: controller.signal,
    emit: (event) => events.push(event),
    host: {
      env,
      system: {
        platform: platform(),
        arch: arch(),
        uid: process.getuid?.(),
        gid: process.getgid?.(),
        user: "tester",
        home: homedir(),
        cwd: process.cwd(),
        tmp: tmpdir(),
        cpus: 2,
        node: [process.execPath, ...process.execArgv],
        ...system,
      },
      now: () => new Date("2026-01-02T03:04:05Z"),
      spawn: (command, args, options) => spawn(command, args, options),
    },
  };
}
