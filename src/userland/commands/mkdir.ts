import type { Process } from "../kernel/process.ts";
import { makeDirectories } from "./make-directories.ts";
import { adjustMode, parseMode } from "./modes.ts";
import { type Arguments, misuse } from "./options.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { tool } from "./tool.ts";

const options = {
  context: { short: "Z" },
  contextOf: { long: "context", value: "optional" },
  mode: { short: "m", long: "mode", value: "required" },
  parents: { short: "p", long: "parents" },
  verbose: { short: "v", long: "verbose" },
  ...standardOptions,
} as const;

/** mkdir of coreutils. */
export const mkdir = tool({ options, run: buffered(run) });

async function run(io: Stdio, { has, value, values, operands }: Arguments<keyof typeof options>): Promise<number> {
  const { proc } = io;
  for (const _ of values("contextOf"))
    await io.complain("warning: ignoring --context; it requires an SELinux/SMACK-enabled kernel");
  if (operands.length === 0) return misuse(proc, "missing operand", 1);
  const written = value("mode");
  const changes = written === undefined ? undefined : parseMode(written);
  if (written !== undefined && changes === undefined) return io.die(`invalid mode ${io.quote(written)}`);
  const umask = proc.umask;
  const last = changes === undefined ? { mode: 0o777, decided: 0 } : adjustMode(0o777, true, umask, changes);
  // Only where a mode was given does the umask count no more.
  if (changes !== undefined) proc.umask = umask & ~last.mode;
  let status = 0;
  for (const path of operands) {
    const ok = await makeDirectories(io, path, {
      parents: has("parents"),
      makeParent: (above) => withUmask(proc, umask & ~0o300, () => proc.files.makeDirectory(above)),
      last: { ...last, uid: -1, gid: -1 },
      keepExisting: true,
      announce: (made) => (has("verbose") ? io.put(`${io.name}: created directory ${io.quoteaf(made)}\n`) : undefined),
    });
    if (!ok) status = 1;
  }
  return status;
}

function withUmask<T>(proc: Process, umask: number, call: () => T): T {
  const own = proc.umask;
  proc.umask = umask;
  try {
    return call();
  } finally {
    proc.umask = own;
  }
}
