import type { Command } from "../command.ts";
import type { Flag } from "../flags.ts";

/** Text within single quotes of fish. */
const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, "\\$&")}'`;

/** A completion script for fish, with what each command and flag is for. */
export function fish(commands: readonly Command[]): string {
  const names = commands.map(
    ({ name, summary }) => `complete -c djib -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
  );
  const flags = commands.flatMap((command) =>
    Object.entries(command.flags).map(([name, flag]) => lineOf(command.name, name, flag)),
  );
  return `# djib completion fish: write it to ~/.config/fish/completions/djib.fish
${[...names, ...flags].join("\n")}
`;
}

function lineOf(command: string, name: string, flag: Flag): string {
  const short = flag.short === undefined ? "" : ` -s ${flag.short}`;
  const choices = flag.kind === "switch" ? undefined : flag.choices;
  const value = flag.kind === "switch" ? "" : choices === undefined ? " -r" : ` -x -a ${quoted(choices.join(" "))}`;
  return `complete -c djib -n '__fish_seen_subcommand_from ${command}' -l ${name}${short}${value} -d ${quoted(flag.about)}`;
}
