import { Misuse, parseOptions, refusedOption, type Options, type Word } from "../../commands/options.ts";
import type { Process } from "../../kernel/process.ts";
import type { Impossible, Program } from "../../kernel/program.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { allGroups, allShadows, allUsers } from "../name-service.ts";
import { group } from "../records/group.ts";
import { passwd } from "../records/passwd.ts";
import { shadow } from "../records/shadow.ts";

const options = {
  noIdn: { short: "i", long: "no-idn" },
  service: { short: "s", long: "service", value: "required", refused: "asks one source alone" },
  help: { short: "?", long: "help", refused: "its text belongs to the version in the image" },
  usage: { long: "usage", refused: "its text belongs to the version in the image" },
  version: { short: "V", long: "version", refused: "its text belongs to the version in the image" },
} as const satisfies Options<string>;

const others =
  "ahosts ahostsv4 ahostsv6 aliases ethers gshadow hosts initgroups netgroup networks protocols rpc services";
const seeHelp = "Try `getent --help' or `getent --usage' for more information.\n";

/** Lines of a database: all, or that of a key by name or number. */
type Look = (proc: Process, key: string | undefined) => Promise<readonly string[]>;

const databases: Readonly<Record<string, Look>> = {
  passwd: async (proc, key) => {
    const users = await allUsers(proc);
    const id = numberOf(key);
    const found =
      key === undefined ? users : first(users, (user) => (id === undefined ? user.name === key : user.uid === id));
    return found.map((user) => passwd.format(user) ?? "");
  },
  group: async (proc, key) => {
    const groups = await allGroups(proc);
    const id = numberOf(key);
    const found =
      key === undefined ? groups : first(groups, (one) => (id === undefined ? one.name === key : one.gid === id));
    return found.map((one) => group.format(one) ?? "");
  },
  shadow: async (proc, key) => {
    const entries = await allShadows(proc);
    const found = key === undefined ? entries : first(entries, ({ name }) => name === key);
    return found.map((entry) => shadow.format(entry) ?? "");
  },
};

const first = <Entry>(entries: readonly Entry[], is: (entry: Entry) => boolean): readonly Entry[] =>
  entries.filter(is).slice(0, 1);

/** strtoul(3) of the whole key. */
const numberOf = (key = ""): number | undefined => (/^[ \t\n\v\f\r]*\+?\d+$/.test(key) ? Number(key) : undefined);

/** getent(1) of glibc (nss/getent.c) for users and groups. */
export const getent: Program = {
  refuses,
  async run(proc) {
    const words = proc.args.slice(1);
    const refused = refuses(words);
    if (refused !== undefined) throw new Refusal(`getent ${refused.word}`, refused.reason, refused.help);
    const wrong = async (message: string): Promise<number> => {
      await proc.err(`${message}\n`);
      await proc.out(seeHelp);
      return 1;
    };
    try {
      const [database, ...keys] = parseOptions(words, options).operands as readonly string[];
      if (database === undefined) return await wrong("getent: wrong number of arguments");
      const look = Object.hasOwn(databases, database) ? databases[database] : undefined;
      if (look === undefined) return await wrong(`Unknown database: ${database}`);
      let missing = false;
      for (const key of keys.length === 0 ? [undefined] : keys) {
        const lines = await look(proc, key);
        missing ||= key !== undefined && lines.length === 0;
        await proc.out(lines.map((line) => `${line}\n`).join(""));
      }
      return missing ? 2 : 0;
    } catch (error) {
      if (!(error instanceof Misuse)) throw error;
      // argp's EX_USAGE.
      await proc.err(`${proc.args[0]}: ${error.message}\n${seeHelp}`);
      return 64;
    }
  },
};

function refuses(words: readonly Word[]): Impossible | undefined {
  try {
    const { given, operands } = parseOptions(words, options);
    const [database] = operands;
    if (database !== undefined && others.split(" ").includes(database))
      return { word: database, reason: "is a database that is not emulated" };
    return refusedOption(given, options);
  } catch (error) {
    if (error instanceof Misuse) return undefined;
    throw error;
  }
}
