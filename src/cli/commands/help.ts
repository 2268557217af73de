import { command } from "../command.ts";
import { problem } from "../errors.ts";
import { commandHelp, overview } from "../render/help.ts";

export default command({
  name: "help",
  summary: "Explain a command or an error code",
  usage: "[COMMAND | CODE]",
  arity: [0, 1],
  flags: {},
  examples: ["djib help build", "djib help copy/no-such-source"],
  async run({ args, terminal, catalogue }) {
    const [about] = args;
    const named = about === undefined ? undefined : await catalogue.load(about);
    if (about === undefined) terminal.out(overview(catalogue.list));
    else terminal.out(named === undefined ? `${about}\n\n${await explain(about)}\n` : commandHelp(named));
    return 0;
  },
});

async function explain(code: string): Promise<string> {
  const { explanations } = await import("../explanations.ts");
  const text = explanations.get(code);
  if (text !== undefined) return text;
  const { nearest } = await import("../../nearest.ts");
  const near = nearest(code, [...explanations.keys()]);
  throw problem("usage/unknown-code", `there is no command and no error code ${code}`, {
    exitCode: 2,
    ...(near === undefined ? {} : { help: `did you mean ${near}?` }),
  });
}
