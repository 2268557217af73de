import type { Location } from "../../errors.ts";
import { problem } from "../errors.ts";

const truth = new Set(["1", "t", "T", "TRUE", "true", "True"]);
const falsehood = new Set(["0", "f", "F", "FALSE", "false", "False"]);

/** As Go's strconv.ParseBool; undefined for what that refuses. */
export function parseGoBoolean(text: string): boolean | undefined {
  if (truth.has(text)) return true;
  return falsehood.has(text) ? false : undefined;
}

/** The value of a flag. Throws `dockerfile/bad-flag`. */
export function parseBoolean(text: string, name: string, where: Location): boolean {
  const value = parseGoBoolean(text);
  if (value !== undefined) return value;
  throw problem("dockerfile/bad-flag", `${name} is true or false, not ${JSON.stringify(text)}`, {
    where,
    help: `write ${name} or ${name}=false`,
  });
}
