import { SystemError } from "../kernel/errno.ts";
import { Lines } from "./lines.ts";
import { buffered } from "./stdio.ts";
import { tool } from "./tool.ts";

const text = "its text belongs to the version in the image";
const variable = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g;

/** envsubst(1), GNU gettext 0.21: gettext-runtime/src/envsubst.c. */
export const envsubst = tool({
  options: {
    help: { short: "h", long: "help", refused: text },
    variables: { short: "v", long: "variables" },
    version: { short: "V", long: "version", refused: text },
  },
  run: buffered(async (io, { has, operands }) => {
    if (operands.length > 1) await io.die("too many arguments");
    const [format] = operands;
    const named = format === undefined ? undefined : [...format.matchAll(variable)].map(([, a, b]) => (a ?? b)!);
    if (has("variables")) {
      if (named === undefined) await io.die("missing arguments");
      for (const name of named!) await io.put(`${name}\n`);
      return 0;
    }
    const { env } = io.proc;
    const known = named === undefined ? undefined : new Set(named);
    const replace = (line: string) =>
      line.replace(variable, (all, bare?: string, braced?: string) => {
        const name = (bare ?? braced)!;
        return known === undefined || known.has(name) ? (env.get(name) ?? "") : all;
      });
    const lines = new Lines(io.proc, io.proc.descriptor(0));
    try {
      for (let batch = await lines.batch(); batch !== undefined; batch = await lines.batch())
        await io.put(batch.map(replace).join("\n") + (lines.unterminated ? "" : "\n"));
    } catch (error) {
      if (!(error instanceof SystemError) || error.code === "EPIPE") throw error;
      await io.die(`error while reading "standard input": ${error.message}`);
    }
    return 0;
  }),
});
