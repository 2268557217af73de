import type { Action } from "./command.ts";
import type { Input } from "./input.ts";
import { listLine } from "./list-line.ts";
import type { Settings } from "./settings.ts";
import type { Spaces } from "./spaces.ts";
import { transliterate } from "./transliterate.ts";

/** What is written when the cycle ends. */
export type Appended = () => Promise<void> | void;

/** Commands that only change or print the spaces. */
export function simpleCommand(
  action: Action,
  spaces: Spaces,
  input: Input,
  { delimiter, utf8, width }: Settings,
  appended: Appended[],
): void {
  switch (action.name) {
    case "a":
      appended.push(() => input.output.raw(action.text));
      return;
    case "i":
      if (action.text !== "") input.output.line(action.text.slice(0, -1));
      return;
    case "y":
      spaces.pattern = transliterate(spaces.pattern, action.map, utf8);
      return;
    case "l":
      input.output.raw(listLine(spaces.pattern, action.number ?? width, delimiter));
      return;
    case "=":
      input.output.line(String(input.line));
      return;
    case "F":
      input.output.line(input.name);
      return;
    case "g":
      return spaces.get();
    case "G":
      return spaces.getMore(delimiter);
    case "h":
      return spaces.keep();
    case "H":
      return spaces.keepMore(delimiter);
    case "x":
      return spaces.exchange();
    case "p":
      input.output.line(spaces.pattern, spaces.terminated);
      return;
    case "P":
      return spaces.printFirstLine(input.output, delimiter);
    case "z":
      spaces.pattern = "";
  }
}
