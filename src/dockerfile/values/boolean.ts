import type { Location } from "../../errors.ts";
import { problem } from "../errors.ts";

const truth = new Set(["1", "t", "T", "TRUE", "true", "True"]);
const falsehood = new Set(["0", "f", "F", "FALSE", "false", "False"]);

/** As Go's strconv.ParseBool. */
export function parseBoolean(text: string, name: string, where: Location): boolean {
  if (truth.has(text)) return true;
  if (falsehood.has(text)) return false;
  throw problem("dockerfile/bad-flag", `${name} is true or false, not ${JSON.stringify(text)}`, {
    where,
    help: `Write ${name} or ${name}=false.`,
  });
}
