import { SystemError } from "../../kernel/errno.ts";
import { Refusal } from "../../kernel/refusal.ts";
import type { Owners } from "../owners.ts";
import type { Stdio } from "../stdio.ts";
import * as actions from "./actions.ts";
import type { Expression, Test } from "./search.ts";
import { plainTests, withArgument } from "./tests.ts";

/** Known to GNU find, and not to us. */
export const refused: ReadonlySet<string> = new Set(
  (
    "amin cmin mmin regex iregex regextype fstype printf fprint fprint0 fprintf fls ls ok okdir execdir used xtype " +
    "readable writable executable daystart noleaf nowarn warn files0-from context ignore_readdir_race " +
    "noignore_readdir_race ilname D O help version newerXY"
  ).split(" "),
);

const actionNames = new Set(["print", "print0", "delete", "exec", "quit"]);

interface Around {
  readonly io: Stdio;
  readonly owners: Owners;
  readonly now: bigint;
}

/** find's expression: "or" of "and"s of "not"s; what names no action is printed (POSIX, find). */
export async function parse(
  words: readonly string[],
  around: Around,
  follow: Expression["follow"],
): Promise<Expression> {
  const { io } = around;
  const parser = new Parser(words, around, follow);
  const test = words.length === 0 ? undefined : await parser.alternatives();
  const left = words[parser.state.at];
  if (left === ")") await io.die("invalid expression; you have too many ')'");
  if (left !== undefined) await io.die(`paths must precede expression: ${io.quote(left)}`);
  const { acts, ...settings } = parser.state;
  if (test === undefined) return { ...settings, test: actions.print };
  const printed: Test = async (entry, search) => (await test(entry, search)) && actions.print(entry, search);
  return { ...settings, test: acts ? test : printed };
}

class Parser {
  readonly words: readonly string[];
  readonly around: Around;
  readonly state;

  constructor(words: readonly string[], around: Around, follow: Expression["follow"]) {
    this.words = words;
    this.around = around;
    this.state = { at: 0, acts: false, oneDevice: false, depthFirst: false, minDepth: 0, maxDepth: Infinity, follow };
  }

  async alternatives(): Promise<Test> {
    let left = await this.sequence();
    while (/^-(?:o|or)$/.test(this.words[this.state.at] ?? "")) {
      this.state.at++;
      const [one, other] = [left, await this.sequence()];
      left = async (entry, search) => (await one(entry, search)) || other(entry, search);
    }
    if (this.words[this.state.at] === ",") throw new Refusal("find ,", "is not emulated");
    return left;
  }

  async sequence(): Promise<Test> {
    let left = await this.primary();
    for (;;) {
      const word = this.words[this.state.at];
      if (word === undefined || word === ")" || word === "," || /^-(?:o|or)$/.test(word)) return left;
      if (/^-(?:a|and)$/.test(word)) this.state.at++;
      const [one, other] = [left, await this.primary()];
      left = (entry, search) => {
        const first = one(entry, search);
        if (typeof first === "boolean") return first && other(entry, search);
        return first.then((yes) => yes && other(entry, search));
      };
    }
  }

  async primary(): Promise<Test> {
    const word = this.words[this.state.at++];
    if (word === undefined) return this.around.io.die("invalid expression; expected to find an expression here");
    if (word === "!" || word === "-not") {
      const inner = await this.primary();
      return async (entry, search) => !(await inner(entry, search));
    }
    if (word === "(") {
      const inner = await this.alternatives();
      if (this.words[this.state.at++] !== ")")
        await this.around.io.die("invalid expression; I was expecting to find a ')' somewhere but did not see one.");
      return inner;
    }
    if (/^(?:-a|-and|-o|-or|,)$/.test(word))
      return this.around.io.die(
        `invalid expression; you have used a binary operator '${word}' with nothing before it.`,
      );
    if (!word.startsWith("-")) return this.around.io.die(`paths must precede expression: \`${word}'`);
    return this.named(word.slice(1));
  }

  async argument(name: string): Promise<string> {
    const value = this.words[this.state.at++];
    return value ?? this.around.io.die(`missing argument to \`-${name}'`);
  }

  async named(name: string): Promise<Test> {
    if (actionNames.has(name)) this.state.acts = true;
    const build = withArgument[name];
    if (build !== undefined) return this.built(name, await this.argument(name));
    const plain = plainTests[name];
    if (plain !== undefined) return plain;
    const setting = await this.settingOf(name);
    if (setting) return () => true;
    if (name === "exec") return this.execution();
    if (name === "delete") this.state.depthFirst = true;
    const action = (
      {
        print: actions.print,
        print0: actions.print0,
        prune: actions.prune,
        quit: actions.quit,
        delete: actions.remove,
      } as Readonly<Record<string, Test>>
    )[name];
    if (action !== undefined) return action;
    if (refused.has(name) || /^newer[aBcm][aBcmt]$/.test(name)) throw new Refusal(`find -${name}`, "is not emulated");
    return this.around.io.die(`unknown predicate \`-${name}'`);
  }

  async built(name: string, value: string): Promise<Test> {
    try {
      const test = withArgument[name]!(value, this.around);
      return test ?? (await this.around.io.die(this.wrong(name, value)));
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      return this.around.io.die(`${this.around.io.quote(value)}: ${error.message}`);
    }
  }

  wrong(name: string, value: string): string {
    if (name === "type") throw new Refusal(`find -type ${value}`, "is not emulated");
    if (name === "user") return `${this.around.io.quote(value)} is not the name of a known user`;
    if (name === "group") return `${this.around.io.quote(value)} is not the name of an existing group`;
    if (name === "perm") return `invalid mode ${this.around.io.quote(value)}`;
    if (name === "size") throw new Refusal(`find -size ${value}`, "is not emulated");
    return `invalid argument \`${value}' to \`-${name}'`;
  }

  async settingOf(name: string): Promise<boolean> {
    if (name === "xdev" || name === "mount") this.state.oneDevice = true;
    else if (name === "depth" || name === "d") this.state.depthFirst = true;
    else if (name === "follow") this.state.follow = "always";
    else if (name === "maxdepth" || name === "mindepth") {
      const text = await this.argument(name);
      if (!/^\d+$/.test(text))
        await this.around.io.die(
          `Expected a positive decimal integer argument to -${name}, but got ${this.around.io.quote(text)}`,
        );
      this.state[name === "maxdepth" ? "maxDepth" : "minDepth"] = Number(text);
    } else return false;
    return true;
  }

  async execution(): Promise<Test> {
    const command: string[] = [];
    for (;;) {
      const word = this.words[this.state.at++];
      if (word === undefined) return this.around.io.die("missing argument to `-exec'");
      if (word === ";") break;
      if (word === "+" && command.at(-1) === "{}") {
        if (command.filter((one) => one.includes("{}")).length > 1)
          await this.around.io.die("only one instance of {} is supported with -exec ... +");
        return actions.batch(command.slice(0, -1));
      }
      command.push(word);
    }
    return command.length === 0 ? this.around.io.die("invalid argument `;' to `-exec'") : actions.each(command);
  }
}
