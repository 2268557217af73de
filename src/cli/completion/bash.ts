import type { Command } from "../command.ts";
import { choicesOf, flagWords } from "./words.ts";

/** A completion script for bash 4 and newer: commands, then flags and their choices, else files. */
export function bash(commands: readonly Command[]): string {
  const choices = commands.flatMap((command) =>
    choicesOf(command).map(({ words, choices }) => {
      const patterns = words.map((word) => `"${command.name} ${word}"`).join("|");
      return `    ${patterns}) words="${choices.join(" ")}" ;;`;
    }),
  );
  const flags = commands.map((command) => `    ${command.name}) words="${flagWords(command).join(" ")}" ;;`);
  return `# djib completion bash: source it, or write it to /etc/bash_completion.d/djib
_djib() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}" command="\${COMP_WORDS[1]}" words=""
  # "--flag=value" comes as three words.
  [ "$word" = "=" ] && word=""
  [ "$before" = "=" ] && before="\${COMP_WORDS[COMP_CWORD - 2]}"
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${commands.map(({ name }) => name).join(" ")}"
  else
    case "$command $before" in
${choices.join("\n")}
    esac
  fi
  if [ -z "$words" ] && [ "\${word#-}" != "$word" ]; then
    case "$command" in
${flags.join("\n")}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _djib djib
`;
}
