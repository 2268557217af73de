import type { Rule } from "../../lint/rule.ts";
import { command } from "../command.ts";
import { problem } from "../errors.ts";
import { commandHelp, overview } from "../render/help.ts";

export default command({
  name: "help",
  summary: "Explain a command, an error code or a rule of check",
  usage: "[COMMAND | CODE | RULE]",
  arity: [0, 1],
  flags: {},
  examples: ["djib help build", "djib help copy/no-such-source", "djib help RunsAsRoot"],
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
  const { rules } = await import("../../lint/rules.ts");
  const rule = rules.find(({ name }) => name.toLowerCase() === code.toLowerCase());
  if (rule !== undefined) return explainedRule(rule);
  const { nearest } = await import("../../nearest.ts");
  const near = nearest(code, [...explanations.keys(), ...rules.map(({ name }) => name)]);
  throw problem("usage/unknown-code", `there is no command, no error code and no rule ${code}`, {
    exitCode: 2,
    ...(near === undefined ? {} : { help: `did you mean ${near}?` }),
  });
}

const explainedRule = ({ about, why, fix, url, name, experimental }: Rule): string =>
  [
    `${about}.`,
    why,
    fix,
    experimental
      ? `Off unless # check=experimental=${name} is at the top of the file.`
      : `To silence it: # check=skip=${name} above the instruction or at the top of the file.`,
    ...(url === undefined ? [] : [url]),
  ].join("\n\n");
