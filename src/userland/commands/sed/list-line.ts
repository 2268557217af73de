const escapes: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "\\": "\\\\",
};

/** What the command `l` prints: do_list of sed/execute.c. Lines are no longer than `width`, where that is above 1. */
export function listLine(line: string, width: number, delimiter: string): string {
  let result = "";
  let column = 0;
  for (const character of line) {
    const shown = escapes[character] ?? (character >= " " && character <= "~" ? character : octal(character));
    if (column + shown.length > width - 1 && width > 0) {
      result += `\\${delimiter}`;
      column = 0;
    }
    result += shown;
    column += shown.length;
  }
  return `${result}$${delimiter}`;
}

const octal = (character: string): string => `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`;
