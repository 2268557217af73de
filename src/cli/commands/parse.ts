import { toJson } from "../../dockerfile/json.ts";
import { parseDockerfile } from "../../dockerfile/parse/parse.ts";
import { planFlags } from "../build-flags.ts";
import { command } from "../command.ts";
import { readDockerfile } from "../read-dockerfile.ts";

export default command({
  name: "parse",
  summary: "Show how djib reads a Dockerfile",
  usage: "[OPTIONS] [PATH]",
  arity: [0, 1],
  flags: {
    file: planFlags.file,
    json: { kind: "switch", about: "the whole syntax tree, with positions" },
  },
  examples: ["djib parse --json . | jq '.instructions[].name'"],
  async run({ flags, args, host, terminal }) {
    const { source } = await readDockerfile(flags.file, args[0] ?? ".", host);
    const file = parseDockerfile(source);
    if (flags.json) terminal.out(`${JSON.stringify(toJson(file), null, 2)}\n`);
    else for (const { where, text } of file.instructions) terminal.out(`${String(where.line).padStart(4)}  ${text}\n`);
    return 0;
  },
});
