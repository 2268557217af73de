import type { Location } from "../../errors.ts";
import { problem } from "../errors.ts";
import { trim, trimStart } from "../space.ts";
import type { Directive } from "../syntax.ts";

const shape = /^([a-zA-Z][a-zA-Z0-9]*)[\t\f\r ]*=(.+)$/s;
const known: readonly Directive["name"][] = ["syntax", "escape", "check"];

/**
 * A line of the zone of directives at the top of the file: the directive it holds, or undefined where the zone
 * ends, which is at any other line, comments included.
 */
export function readDirective(line: string, before: readonly Directive[], where: Location): Directive | undefined {
  if (!line.startsWith("#")) return undefined;
  const match = shape.exec(trimStart(line.slice(1)));
  const name = known.find((each) => each === match?.[1]!.toLowerCase());
  if (!match || !name) return undefined;
  // A value of blanks alone is one blank: BuildKit's expression gives one back.
  const value = trim(match[2]!) || match[2]!.slice(-1);
  if (before.some((each) => each.name === name)) {
    throw problem("dockerfile/bad-directive", `the parser directive ${name} is given twice`, {
      where,
      help: `only one ${name} directive can be used; delete one of the lines`,
    });
  }
  if (name === "escape" && value !== "\\" && value !== "`") {
    throw problem("dockerfile/bad-directive", `the escape character cannot be ${JSON.stringify(value)}`, {
      where,
      help: "write `# escape=\\` (which is the default) or `# escape=``",
    });
  }
  return { name, value, where };
}
