import type { Command } from "../command.ts";
import type { Flag } from "../flags.ts";

/** Text within single quotes of a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A completion script for zsh, with what each command and flag is for. */
export function zsh(commands: readonly Command[]): string {
  const names = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join("\n");
  const cases = commands.map((command) => {
    const specs = Object.entries(command.flags).map(([name, flag]) => `\n        ${specOf(name, flag)} \\`);
    return `      ${command.name})
      _arguments -S \\${specs.join("")}
        '--help[show help]' '*:file:_files' ;;`;
  });
  return `#compdef djib
# djib completion zsh: write it to a file _djib in a directory of $fpath
_djib() {
  local -a commands=(
${names}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join("\n")}
  esac
}
compdef _djib djib
`;
}

/** One flag for _arguments: its spellings, what it is for, and what its value may be. */
function specOf(name: string, flag: Flag): string {
  const many = flag.kind === "list" || flag.kind === "map";
  const about = flag.about.replaceAll(/[[\]]/g, "\\$&");
  const action = flag.kind !== "switch" && flag.choices !== undefined ? `(${flag.choices.join(" ")})` : "_files";
  const value = flag.kind === "switch" ? "" : `:${flag.value.replaceAll(/[[\]:]/g, "\\$&")}:${action}`;
  const spellings = [
    ...(flag.short === undefined ? [] : [`-${flag.short}${value === "" ? "" : "+"}`]),
    `--${name}${value === "" ? "" : "="}`,
  ];
  const own = many ? "*" : "";
  return spellings.map((spelling) => quoted(`${own}${spelling}[${about}]${value}`)).join(" ");
}
