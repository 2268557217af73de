import { checkLanguage } from "../../commands/locale.ts";
import { Misuse, type Options, readOptions, refusedOption, type Given, type Word } from "../../commands/options.ts";
import type { Process } from "../../kernel/process.ts";
import { Exit, type Impossible, type Program } from "../../kernel/program.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { AccountFiles } from "./account-files.ts";
import { LoginDefinitions } from "./login-defs.ts";
import { type Release, releaseOf } from "./release.ts";
import { usages } from "./usages.ts";

/** A tool of the shadow suite at work: its command line, its messages and the files that it may change. */
export class Call<Name extends string> {
  readonly proc: Process;
  /** Last part of argv[0]: what messages begin with. */
  readonly tool: string;
  readonly definitions: LoginDefinitions;
  readonly accounts: AccountFiles;
  /** Complete once `options` has ended. */
  readonly operands: string[] = [];
  readonly release: Release;
  readonly #options: Options<Name>;
  readonly #usage: string;
  readonly #misuse: number;

  private constructor(
    proc: Process,
    release: Release,
    definitions: LoginDefinitions,
    { options, usage, misuse = 2 }: Pick<ShadowTool<Name>, "options" | "usage" | "misuse">,
  ) {
    this.proc = proc;
    this.release = release;
    this.tool = baseName(proc.args[0] ?? "");
    this.definitions = definitions;
    this.accounts = new AccountFiles(proc, this.tool, definitions.enabled("FORCE_SHADOW"));
    this.#options = options;
    this.#misuse = misuse;
    this.#usage = usages[usage].replaceAll("%s", this.tool);
  }

  static async begin<Name extends string>(
    proc: Process,
    tool: Pick<ShadowTool<Name>, "options" | "usage" | "misuse">,
  ): Promise<Call<Name>> {
    return new Call(proc, await releaseOf(proc), await LoginDefinitions.read(proc), tool);
  }

  /** In order; a wrong one ends the tool with its usage. */
  async *options(): AsyncGenerator<Given<Name> & { readonly value: string }> {
    try {
      const words = this.proc.args.slice(1);
      // A value that is missing is a misuse: where there is none, the tool does not ask for it.
      for (const { name, value = "", as } of readOptions(words, this.#options, this.operands as Word[]))
        yield { name, value, as };
    } catch (error) {
      if (!(error instanceof Misuse)) throw error;
      await this.proc.err(`${this.proc.args[0]}: ${error.message}\n`);
      await this.usage(this.#misuse);
    }
  }

  /** A line on standard error, after the tool's name. */
  async say(message: string): Promise<void> {
    await checkLanguage(this.proc);
    await this.proc.err(`${this.tool}: ${message}\n`);
  }

  /** Ends the tool; files that are open stay as they were. */
  async fail(status: number, message?: string): Promise<never> {
    if (message !== undefined) await this.say(message);
    throw new Exit(status);
  }

  /** Says how the tool is called, and ends it. */
  async usage(status: number): Promise<never> {
    await checkLanguage(this.proc);
    if (this.release !== "4.13")
      throw new Refusal(this.tool, `shows its usage, whose text is that of shadow ${this.release}`);
    await (status === 0 ? this.proc.out(this.#usage) : this.proc.err(this.#usage));
    throw new Exit(status);
  }
}

export interface ShadowTool<Name extends string> {
  readonly options: Options<Name>;
  readonly usage: keyof typeof usages;
  /** Exit status of options that are none; 2 by default. */
  readonly misuse?: number;
  /** What else cannot be done, as far as the words tell. */
  impossible?(given: readonly Given<Name>[], operands: readonly Word[]): Impossible | undefined;
  run(call: Call<Name>): Promise<number>;
}

/** --root changes the tree that a program sees, --prefix the files that it works on. */
export const otherTree = "works in another root directory, which is not emulated";

/** A program of the shadow suite (Debian's packages passwd and login). */
export function shadowTool<const Name extends string>({
  options,
  usage,
  misuse,
  impossible,
  run,
}: ShadowTool<Name>): Program {
  function refuses(words: readonly Word[]): Impossible | undefined {
    const operands: Word[] = [];
    const given: Given<Name>[] = [];
    try {
      for (const one of readOptions(words, options, operands)) given.push(one);
    } catch (error) {
      // The tool says itself what is wrong, once it has acted on what comes before.
      if (!(error instanceof Misuse)) throw error;
      return refusedOption(given, options);
    }
    return refusedOption(given, options) ?? impossible?.(given, operands);
  }
  return {
    refuses,
    async run(proc) {
      const refused = refuses(proc.args.slice(1));
      if (refused !== undefined) throw new Refusal(`${proc.args[0]} ${refused.word}`, refused.reason, refused.help);
      const call = await Call.begin(proc, { options, usage, ...(misuse !== undefined && { misuse }) });
      try {
        return await run(call);
      } finally {
        call.accounts.unlock();
      }
    },
  };
}

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
