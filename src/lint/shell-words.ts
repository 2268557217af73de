/** One simple command of a RUN line, as words; undefined where the line is more than a list of those. */
export type SimpleCommand = readonly string[];

/**
 * Reads `a && b; c` of plain words. Anything that a shell would have to work out (variables,
 * substitutions, globs in words that matter, redirections, pipes, loops) makes it undefined: then
 * nothing can be said of what the line does.
 */
export function simpleCommands(text: string): readonly SimpleCommand[] | undefined {
  const commands: string[][] = [[]];
  const token = /\s*(?:(&&|;|\n)|((?:[^\s'"\\$`|&;<>(){}*?[\]~#!]|'[^']*'|"[^"\\$`]*"|\\[^\n])+)|(\\\n))/gy;
  let end = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    end = token.lastIndex;
    if (match[1] !== undefined) commands.push([]);
    else if (match[2] !== undefined) commands.at(-1)!.push(unquoted(match[2]));
  }
  if (text.slice(end).trim() !== "") return undefined;
  return commands.filter((command) => command.length > 0);
}

const unquoted = (word: string): string =>
  word.replace(
    /'([^']*)'|"([^"]*)"|\\(.)/g,
    (_, single?: string, double?: string, escaped?: string) => single ?? double ?? escaped ?? "",
  );
