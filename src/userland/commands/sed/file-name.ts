import { scriptErrors } from "./script-error.ts";
import type { Source } from "./source.ts";

/** The rest of the line is a file's name. */
export function fileName(source: Source, sandbox: boolean): string {
  if (sandbox) source.fail(scriptErrors.sandbox);
  let name = "";
  let character = source.nextNonBlank();
  for (; character !== "" && character !== "\n"; character = source.next()) name += character;
  return name === "" ? source.fail(scriptErrors.fileName) : name;
}
