import type { Case } from "../../text/case.ts";
import { awkCases } from "./awk.ts";
import { grepCases } from "./grep.ts";
import { regexCases } from "./regex.ts";
import { sedCases } from "./sed.ts";

/** By the name of the recording that holds what the real tools made of them. */
export const cases: Readonly<Record<string, readonly Case[]>> = {
  awk: awkCases,
  grep: grepCases,
  regex: regexCases,
  sed: sedCases,
};
