import type { Impossible } from "../../kernel/program.ts";

type Words = readonly (string | undefined)[];

/** A builtin's words that cannot be done here, seen before they run as well: unknown ones are undefined. */
export function refusedBuiltin(words: Words): Impossible | undefined {
  const [name, ...operands] = words;
  if (name === "ulimit") return refusedLimit(operands);
  if (name === "trap") return refusedTrap(operands);
  if (
    name === "kill" &&
    operands.some((word, at) => word === "0" && operands[at - 1] !== "-l" && operands[at - 1] !== "-s")
  )
    return { word: "kill 0", reason: processGroup };
  return undefined;
}

export const processGroup = "means a process group, which is not emulated";

/** Programs leave no core dumps here, whatever they are allowed; of the rest the host's kernel decides. */
function refusedLimit(operands: Words): Impossible | undefined {
  const [option, value] = operands;
  if (operands.length === 2 && /^-[HS]*c$/.test(option ?? "") && value === "0") return undefined;
  const word = ["ulimit", ...operands.map((each) => each ?? "…")].join(" ");
  return { word, reason: "asks for limits of the host's kernel, and there is none" };
}

function refusedTrap([action, ...signals]: Words): Impossible | undefined {
  const has = (name: string, number: string) => signals.some((word) => word === number || word?.toUpperCase() === name);
  if (action === "" && has("PIPE", "13"))
    return { word: "trap '' PIPE", reason: "is not handed on to the programs that the script starts" };
  const acts = action !== undefined && action !== "" && action !== "-" && !/^\d+$/.test(action);
  if (acts && has("CHLD", "17")) return { word: "trap … CHLD", reason: "is not told of each child that ends" };
  return undefined;
}
