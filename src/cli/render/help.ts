import type { Command } from "../command.ts";
import type { Flag } from "../flags.ts";

const left = (name: string, flag: Flag): string =>
  `${flag.short === undefined ? "    " : `-${flag.short}, `}--${name}${flag.kind === "switch" ? "" : ` ${flag.value}`}`;

/** Help of one command: usage, flags by what one wants to do, examples. */
export function commandHelp(command: Command): string {
  const groups = new Map<string, [string, Flag][]>();
  for (const [name, flag] of Object.entries(command.flags)) {
    const group = flag.group ?? "Options";
    groups.set(group, [...(groups.get(group) ?? []), [name, flag]]);
  }
  const width = Math.max(0, ...Object.entries(command.flags).map(([name, flag]) => left(name, flag).length)) + 2;
  const sections = [...groups].map(
    ([group, flags]) =>
      `${group}:\n${flags.map(([name, flag]) => `  ${left(name, flag).padEnd(width)}${flag.about}`).join("\n")}`,
  );
  const examples =
    command.examples.length === 0 ? [] : [`Examples:\n${command.examples.map((line) => `  ${line}`).join("\n")}`];
  return `${[`${command.summary}.`, `Usage: djib ${command.name} ${command.usage}`.trimEnd(), ...sections, ...examples].join("\n\n")}\n`;
}

export function overview(summaries: readonly (readonly [name: string, summary: string])[]): string {
  const width = Math.max(...summaries.map(([name]) => name.length)) + 2;
  return `djib builds Docker images for Django, on any machine, without Docker.

Usage: djib COMMAND [OPTIONS]

Commands:
${summaries.map(([name, summary]) => `  ${name.padEnd(width)}${summary}`).join("\n")}

Examples:
  djib build -t my-django-app .               build the project here
  djib build -t shop --push .                 build and send it to its registry
  djib build -o type=docker,dest=shop.tar .   make a file for docker load

\`djib COMMAND --help\` lists flags; \`djib help CODE\` explains an error.
`;
}
