import { SystemError } from "../kernel/errno.ts";
import type { OpenFile } from "../kernel/open-file.ts";
import { argMatch } from "./arg-match.ts";
import { chunks } from "./input.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { tool } from "./tool.ts";

interface OnError {
  /** Whether a broken pipe is an error like others. */
  readonly pipes: boolean;
  readonly exit: boolean;
}

const modes: readonly (readonly [string, OnError])[] = [
  ["warn", { pipes: true, exit: false }],
  ["warn-nopipe", { pipes: false, exit: false }],
  ["exit", { pipes: true, exit: true }],
  ["exit-nopipe", { pipes: false, exit: true }],
];

interface Output {
  readonly name: string;
  readonly file: OpenFile;
}

/** tee(1), GNU coreutils: src/tee.c. */
export const tee = tool({
  options: {
    append: { short: "a", long: "append" },
    ignoreInterrupts: { short: "i", long: "ignore-interrupts" },
    outputError: { long: "output-error", value: "optional" },
    p: { short: "p" },
    ...standardOptions,
  },
  run: buffered(async (io, { given, has, operands }) => {
    let onError: OnError | undefined;
    for (const { name, value } of given) {
      if (name === "p" || (name === "outputError" && value === undefined)) onError = modes[1]![1];
      else if (name === "outputError") onError = await argMatch(io, "--output-error", value!, modes);
    }
    const outputs: Output[] = [{ name: "standard output", file: io.proc.descriptor(1).retain() }];
    for (const name of operands) {
      const file = await open(io, name, has("append"), onError?.exit ?? false);
      if (file !== undefined) outputs.push({ name, file });
    }
    await copy(io, outputs, onError);
    return io.failed ? 1 : 0;
  }),
});

async function open(io: Stdio, name: string, append: boolean, exit: boolean): Promise<OpenFile | undefined> {
  try {
    return await io.proc.files.open(name, { write: true, create: true, append, truncate: !append });
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const message = `${io.quotef(name)}: ${error.message}`;
    if (exit) return io.die(message);
    await io.complain(message);
    return undefined;
  }
}

async function copy(io: Stdio, outputs: readonly Output[], onError: OnError | undefined): Promise<void> {
  let open = outputs;
  try {
    for await (const bytes of chunks(io.proc, io.proc.descriptor(0))) {
      const failed = new Set<Output>();
      for (const output of open) if (!(await written(io, output, bytes, onError))) failed.add(output);
      if (failed.size > 0) open = open.filter((output) => !failed.has(output));
      if (open.length === 0) break;
    }
  } catch (error) {
    if (!(error instanceof SystemError) || error.code === "EPIPE") throw error;
    await io.complain(`read error: ${error.message}`);
  } finally {
    for (const { file } of outputs) file.close();
  }
}

/** Whether that went well; without a mode a broken pipe ends the program, as SIGPIPE does. */
async function written(io: Stdio, { name, file }: Output, bytes: Uint8Array, onError: OnError | undefined) {
  try {
    await file.write(bytes);
    return true;
  } catch (error) {
    if (!(error instanceof SystemError) || (error.code === "EPIPE" && onError === undefined)) throw error;
    const message = `${io.quotef(name)}: ${error.message}`;
    if (error.code === "EPIPE" && !onError!.pipes) return false;
    if (onError?.exit) return io.die(message);
    await io.complain(message);
    return false;
  }
}
