import { command } from "../command.ts";
import { problem } from "../errors.ts";
import { commandHelp, overview } from "../render/help.ts";
import { commands, isCommand, loadCommand } from "./commands.ts";

export default command({
  name: "help",
  summary: "Explain a command or an error code",
  usage: "[COMMAND | CODE]",
  arity: [0, 1],
  flags: {},
  examples: ["djib help build", "djib help copy/no-such-source"],
  async run({ args, terminal }) {
    const [about] = args;
    if (about === undefined) terminal.out(overview(commands));
    else if (isCommand(about)) terminal.out(commandHelp(await loadCommand(about)));
    else terminal.out(`${about}\n\n${await explain(about)}\n`);
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
