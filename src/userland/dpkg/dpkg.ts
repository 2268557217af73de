import type { Word } from "../commands/options.ts";
import type { Process } from "../kernel/process.ts";
import { Exit, type Impossible, type Program } from "../kernel/program.ts";
import { Refusal } from "../kernel/refusal.ts";
import { type BadVersion, compareVersions, parseVersion, type Version } from "./version.ts";

/** Statuses for lesser, equal and greater, and where the first, both or the second are no version. */
type Relation = readonly [number, number, number, number, number, number];

const le: Relation = [0, 0, 1, 0, 0, 1];
const lt: Relation = [0, 1, 1, 0, 1, 1];
const eq: Relation = [1, 0, 1, 1, 0, 1];
const ge: Relation = [1, 0, 0, 1, 0, 0];
const gt: Relation = [1, 1, 0, 1, 1, 0];
const relations: Readonly<Record<string, Relation>> = {
  ...{ le, lt, eq, ne: [0, 1, 0, 0, 1, 0], ge, gt },
  ...{
    "le-nl": [0, 0, 1, 1, 0, 0],
    "lt-nl": [0, 1, 1, 1, 1, 0],
    "ge-nl": [1, 0, 0, 0, 0, 1],
    "gt-nl": [1, 1, 0, 0, 1, 1],
  },
  ...{ "<": le, "<=": le, "<<": lt, "=": eq, ">": ge, ">=": ge, ">>": gt },
};

/** dpkg(1) as far as maintainer scripts ask it: --compare-versions and --print-architecture. Whatever manages packages is refused. */
export const dpkg: Program = {
  refuses,
  async run(proc) {
    const [action, ...words] = proc.args.slice(1);
    const refused = refuses(proc.args.slice(1));
    if (refused !== undefined) throw new Refusal(`dpkg ${refused.word}`, refused.reason, refused.help);
    if (action === "--print-architecture") {
      await proc.out(`${proc.machine.platform.architecture}\n`);
      return 0;
    }
    const [a = "", relation = "", b = ""] = words;
    if (relation === "<" || relation === ">")
      await proc.err(`dpkg: warning: --compare-versions used with obsolete relation operator '${relation}'\n`);
    const first = await versionOf(proc, a);
    const second = await versionOf(proc, b);
    const [lesser, equal, greater, noFirst, neither, noSecond] = relations[relation]!;
    if (first === undefined) return second === undefined ? neither : noFirst;
    if (second === undefined) return noSecond;
    const order = compareVersions(first, second);
    return order < 0 ? lesser : order === 0 ? equal : greater;
  },
};

function refuses(words: readonly Word[]): Impossible | undefined {
  const [action, , relation] = words;
  const word = action ?? "";
  if (word === "--print-architecture" && words.length === 1) return undefined;
  if (word !== "--compare-versions") return { word, reason: "manages packages, which is not in this version" };
  if (words.length !== 4) return { word, reason: "takes three arguments" };
  const option = words.slice(1).find((one) => one?.startsWith("-") === true);
  if (option !== undefined) return { word: option, reason: "is read as an option of dpkg's" };
  if (relation !== undefined && !Object.hasOwn(relations, relation))
    return { word: relation, reason: "is no relation of versions" };
  return undefined;
}

/** undefined for none: "", "<unknown>". */
async function versionOf(proc: Process, text: string): Promise<Version | undefined> {
  if (text === "" || text === "<unknown>") return undefined;
  const version = parseVersion(text);
  if (!isBad(version)) return version;
  const { problem, mild } = version;
  if (mild === undefined) {
    await proc.err(`dpkg: error: version '${text}' has bad syntax: ${problem}\n`);
    throw new Exit(2);
  }
  await proc.err(`dpkg: warning: version '${text}' has bad syntax: ${problem}\n`);
  return mild;
}

const isBad = (version: Version | BadVersion): version is BadVersion => "problem" in version;
