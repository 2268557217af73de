import { SystemError } from "../../kernel/errno.ts";
import type { OpenFile } from "../../kernel/open-file.ts";
import type { Process } from "../../kernel/process.ts";
import { Exit, type Impossible, type Program } from "../../kernel/program.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { withInput } from "../input.ts";
import {
  type Arguments,
  argumentsOf,
  Misuse,
  type Options,
  type Order,
  parseOptions,
  refusedOption,
  type Word,
} from "../options.ts";
import { Stdio } from "../stdio.ts";

const usage = "is no use of it that is known; what busybox says of that belongs to its version";

interface Definition<Name extends string> {
  readonly options: Options<Name>;
  readonly order?: Order;
  rewrite?(words: readonly Word[]): readonly Word[];
  run(applet: Applet, args: Arguments<Name>): Promise<number>;
}

/** A running applet: what busybox's libbb gives to each. */
export class Applet {
  readonly io: Stdio;
  readonly proc: Process;
  readonly name: string;
  failed = false;

  constructor(io: Stdio) {
    this.io = io;
    this.proc = io.proc;
    this.name = (io.proc.args[0] ?? "").split("/").at(-1)!;
  }

  /** bb_error_msg: "name: message", after all that was put. */
  async complain(message: string): Promise<void> {
    this.failed = true;
    await this.io.flush();
    await this.proc.err(`${this.name}: ${message}\n`);
  }

  async die(message: string): Promise<never> {
    await this.complain(message);
    throw new Exit(1);
  }

  /** Each operand's file in turn; one that cannot be had is complained of in these words. */
  async each(
    operands: readonly string[],
    work: (file: OpenFile, name: string) => Promise<void>,
    complaint: (name: string, error: SystemError) => string = (name, { message }) => `${name}: ${message}`,
  ): Promise<void> {
    for (const name of operands.length === 0 ? ["-"] : operands)
      await withInput(
        this.proc,
        name,
        (file) => work(file, name),
        (error) => this.complain(complaint(name, error)),
      );
  }
}

/** An applet of busybox. What it would answer with its usage is refused: that text holds its version. */
export function applet<const Name extends string>({
  options,
  order,
  rewrite = (words) => words,
  run,
}: Definition<Name>): Program {
  function refuses(words: readonly Word[]): Impossible | undefined {
    try {
      return refusedOption(parseOptions(rewrite(words), options, order).given, options);
    } catch (error) {
      if (error instanceof Misuse) return { word: words.map((word) => word ?? "…").join(" "), reason: usage };
      throw error;
    }
  }
  return {
    refuses,
    async run(proc) {
      const words = proc.args.slice(1);
      const refused = refuses(words);
      if (refused !== undefined) throw new Refusal(`${proc.args[0]} ${refused.word}`, refused.reason);
      const { given, operands } = parseOptions(rewrite(words), options, order);
      const self = new Applet(await Stdio.of(proc));
      const status = await run(self, argumentsOf(given, operands as readonly string[]));
      await self.io.flush();
      return status;
    },
  };
}

/** For a command line that busybox answers with its usage. */
export const noUse = ({ proc }: Applet): never => {
  throw new Refusal(proc.args.join(" "), usage);
};
