import { Misuse } from "./options.ts";
import { processorName } from "./processor-names.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { tool } from "./tool.ts";

const kernel = "asks for the version of a kernel, and there is none";

/** uname(1), GNU coreutils on Debian: src/uname.c. What tells of a kernel's version is refused. */
export const uname = tool({
  options: {
    all: { short: "a", long: "all", refused: kernel },
    name: { short: "s", long: ["kernel-name", "sysname"] },
    node: { short: "n", long: "nodename" },
    release: { short: "r", long: ["kernel-release", "release"], refused: kernel },
    kernelVersion: { short: "v", long: "kernel-version", refused: kernel },
    machine: { short: "m", long: "machine" },
    processor: { short: "p", long: "processor" },
    hardware: { short: "i", long: "hardware-platform" },
    system: { short: "o", long: "operating-system" },
    ...standardOptions,
  },
  run: buffered(async (io, { has, operands }) => {
    if (operands.length > 0) throw new Misuse(`extra operand ${io.quote(operands[0]!)}`);
    const { hostname, platform } = io.proc.machine;
    const parts = [
      ["name", "Linux"],
      ["node", hostname],
      ["machine", processorName(platform)],
      ["processor", "unknown"],
      ["hardware", "unknown"],
      ["system", "GNU/Linux"],
    ] as const;
    const shown = parts.filter(([part]) => has(part)).map(([, text]) => text);
    await io.put(`${shown.length === 0 ? "Linux" : shown.join(" ")}\n`);
    return 0;
  }),
});

/** arch(1): uname -m. */
export const arch = tool({
  options: standardOptions,
  run: buffered(async (io: Stdio, { operands }) => {
    if (operands.length > 0) throw new Misuse(`extra operand ${io.quote(operands[0]!)}`);
    await io.put(`${processorName(io.proc.machine.platform)}\n`);
    return 0;
  }),
});
