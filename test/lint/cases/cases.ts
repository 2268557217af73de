import type { LintCase } from "./case.ts";
import { optionCases } from "./option.ts";
import { syntaxCases } from "./syntax.ts";
import { variableCases } from "./variable.ts";

/** Each rule has cases that trigger it and cases that do not. */
export const lintCases: Readonly<Record<string, LintCase>> = { ...syntaxCases, ...variableCases, ...optionCases };
