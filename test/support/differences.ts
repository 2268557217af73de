import type { BuiltImage } from "./built.ts";

/** One line for each difference: "path: ours | theirs". */
export function differences(ours: BuiltImage, theirs: BuiltImage): string[] {
  const names = [...new Set([...Object.keys(ours.files), ...Object.keys(theirs.files)])].sort();
  const files = names
    .filter((name) => ours.files[name] !== theirs.files[name])
    .map((name) => `${name}: ${ours.files[name] ?? "as in the base"} | ${theirs.files[name] ?? "as in the base"}`);
  const config = keyDifferences(ours.config as object, theirs.config as object);
  const steps = Math.max(ours.history.length, theirs.history.length);
  const history = Array.from({ length: steps }, (_, at) => [ours.history[at], theirs.history[at]] as const)
    .filter(([a, b]) => a !== b)
    .map(([a, b]) => `history: ${a} | ${b}`);
  return [...files, ...config, ...history];
}

function keyDifferences(ours: object, theirs: object): string[] {
  const [a, b] = [new Map(Object.entries(ours)), new Map(Object.entries(theirs))];
  const show = (value: unknown) => JSON.stringify(value, sorted) ?? "absent";
  const keys = [...new Set([...a.keys(), ...b.keys()])].sort();
  return keys
    .filter((key) => show(a.get(key)) !== show(b.get(key)))
    .map((key) => `config ${key}: ${show(a.get(key))} | ${show(b.get(key))}`);
}

/** For JSON.stringify: the order of keys says nothing. */
const sorted = (_key: string, value: unknown): unknown =>
  value === null || typeof value !== "object" || Array.isArray(value)
    ? value
    : Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
