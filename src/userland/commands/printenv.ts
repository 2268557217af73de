import { standardOptions } from "./standard-options.ts";
import { buffered } from "./stdio.ts";
import { tool } from "./tool.ts";

/** printenv(1), GNU coreutils: src/printenv.c. */
export const printenv = tool({
  options: { null: { short: "0", long: "null" }, ...standardOptions },
  order: "in-order",
  misuse: 2,
  run: buffered(async (io, { has, operands }) => {
    const end = has("null") ? "\0" : "\n";
    const { env } = io.proc;
    if (operands.length === 0) for (const [name, value] of env) await io.put(`${name}=${value}${end}`);
    const found = operands.filter((name) => env.has(name));
    for (const name of found) await io.put(`${env.get(name)}${end}`);
    return found.length === operands.length ? 0 : 1;
  }),
});
