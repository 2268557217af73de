import type { Answer, BuiltAnswer, FailedAnswer } from "./answer.ts";

/** One line for each difference: "PATH: ours | theirs". */
export function differencesOf(ours: Answer, theirs: Answer, dockerfile: string): readonly string[] {
  if ("error" in theirs)
    return "error" in ours ? errorDifferences(ours, theirs, dockerfile) : [`built | ${theirs.error}`];
  if ("error" in ours) return [`${ours.error} | built`];
  const [a, b] = [membersOf(ours), membersOf(theirs)];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((key) => a[key] !== b[key])
    .map((key) => `${key}: ${a[key] ?? "absent"} | ${b[key] ?? "absent"}`);
}

function membersOf({ tree, config, author, platform, history }: BuiltAnswer): Record<string, string | undefined> {
  const settings = Object.entries(config as object).map(([key, value]) => [
    `config ${key}`,
    JSON.stringify(value, sorted),
  ]);
  const files = Object.entries(tree).map(([name, row]) => [`/${name}`, row]);
  const steps = history.map((line, at) => [`history ${at}`, line]);
  return Object.fromEntries([...files, ...settings, ["author", author], ["platform", platform], ...steps]);
}

/** For JSON.stringify: the order of keys says nothing. */
const sorted = (_key: string, value: unknown): unknown =>
  value === null || typeof value !== "object" || Array.isArray(value)
    ? value
    : Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The same line, and one of the words of the Dockerfile that BuildKit names, where it names any. */
function errorDifferences(ours: FailedAnswer, theirs: FailedAnswer, dockerfile: string): readonly string[] {
  const line = theirs.line === undefined || ours.line === theirs.line ? [] : [`line: ${ours.line} | ${theirs.line}`];
  const words = theirs.error.match(/[\w$.-]{2,}/g)?.filter((word) => dockerfile.includes(word)) ?? [];
  const names = words.length === 0 || words.some((word) => ours.error.includes(word));
  return [...line, ...(names ? [] : [`error: ${ours.error} | ${theirs.error}`])];
}
