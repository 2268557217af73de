import type { Dice } from "./dice.ts";

/** Names of variables; some are set, some are not. */
export const variables = ["A", "B", "c", "D_1", "PATH", "unset"];

const plain = ["x", "yz", "1", "a.b", "/p/q", "é", "-", "0", "value"];
const patterns = ["x", "*", "?", "a*", "*.b", "/*", "z"];

/** A word as an instruction may hold one: text, variables, quotes, escapes. It is whole: nothing in it is left open. */
export function word(d: Dice, depth = 0): string {
  return d.several(1, 2, () => piece(d, depth)).join("");
}

function piece(d: Dice, depth: number): string {
  const name = d.pick(variables);
  const inner = (): string => (depth > 1 ? d.pick(plain) : word(d, depth + 1));
  return d.weighted([
    [8, () => d.pick(plain)],
    [3, () => `$${name}`],
    [2, () => `\${${name}}`],
    [2, () => `\${${name}${d.pick([":-", "-", ":+", "+"])}${inner()}}`],
    [1, () => `\${${name}${d.pick(["#", "##", "%", "%%"])}${d.pick(patterns)}}`],
    [1, () => `\${${name}${d.pick(["/", "//"])}${d.pick(patterns)}/${d.pick(plain)}}`],
    [1, () => (depth > 0 ? "q" : `"${d.pick(plain)} $${name} \\" \\$ '"`)],
    [1, () => (depth > 0 ? "r" : `'${d.pick(plain)} $${name} "'`)],
    [1, () => `\\${d.pick(["$", "x", "\\", " "])}`],
  ])();
}

/** A path of an image. */
export const place = (d: Dice): string =>
  d.weighted([
    [4, () => `/${d.pick(["app", "x", "y", "srv"])}`],
    [3, () => `/${d.pick(["app", "x"])}/${d.pick(["y", "z", "deep/er"])}`],
    [2, () => d.pick(["rel", "rel/sub", "..", "../up", "."])],
    [1, () => "/ü/日"],
    [1, () => "$D_1/v"],
  ])() + d.pick(["", "", "/"]);
