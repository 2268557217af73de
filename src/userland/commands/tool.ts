import type { Process } from "../kernel/process.ts";
import type { Impossible, Program } from "../kernel/program.ts";
import { Refusal } from "../kernel/refusal.ts";
import {
  type Arguments,
  argumentsOf,
  Misuse,
  misuse,
  type Options,
  type Order,
  parseOptions,
  refusedOption,
  type Word,
} from "./options.ts";

export interface Tool<Name extends string> {
  readonly options: Options<Name>;
  readonly order?: Order;
  /** Spelt anew before options are looked for: forms older than getopt, as in "head -5". */
  rewrite?(words: readonly Word[]): readonly Word[];
  /** Exit status of a wrong command line; 1 by default. */
  readonly misuse?: number;
  /** What it says behind the reason, where it is not "Try 'NAME --help' for more information.". */
  hint?(name: string): string;
  /** A line that comes between the two, where there is one. */
  advice?(proc: Process): Promise<string | undefined>;
  /** What else cannot be done, seen from the command line alone. Words that are not known yet are undefined. */
  impossible?(given: Arguments<Name>, operands: readonly Word[]): Impossible | undefined;
  /** Resolves to the exit status. */
  run(proc: Process, args: Arguments<Name>): Promise<number>;
}

/** A program whose command line is one of GNU's getopt_long(3). */
export function tool<const Name extends string>({
  options,
  order,
  rewrite = (words) => words,
  misuse: status = 1,
  hint,
  advice,
  impossible,
  run,
}: Tool<Name>): Program {
  function refuses(words: readonly Word[]): Impossible | undefined {
    try {
      const { given, operands } = parseOptions(rewrite(words), options, order);
      return refusedOption(given, options) ?? impossible?.(argumentsOf(given, []), operands);
    } catch (error) {
      // The tool itself says what is wrong, as it does on Linux.
      if (error instanceof Misuse) return undefined;
      throw error;
    }
  }
  return {
    refuses,
    async run(proc) {
      const words = proc.args.slice(1);
      const refused = refuses(words);
      if (refused !== undefined) throw new Refusal(`${proc.args[0]} ${refused.word}`, refused.reason, refused.help);
      try {
        const { given, operands } = parseOptions(rewrite(words), options, order);
        return await run(proc, argumentsOf(given, operands as readonly string[]));
      } catch (error) {
        if (error instanceof Misuse) {
          const more = await advice?.(proc);
          return misuse(
            proc,
            more === undefined ? error.message : `${error.message}\n${more}`,
            error.status ?? status,
            hint,
          );
        }
        throw error;
      }
    },
  };
}
