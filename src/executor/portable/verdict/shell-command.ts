import type { StaticWord } from "../../../userland/shell/preview.ts";

/** What a shell is told to do by its command line. */
export type ShellCommand =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "file"; readonly path: string }
  /** Standard input, or words that are not known. */
  | { readonly kind: "unknown" };

export const isShell = (name: string): boolean => /^(sh|dash|bash|ash)$/.test(name);

/** Reads the options of sh(1): `-ec TEXT`, `-o pipefail -c TEXT`, `FILE`. */
export function shellCommand(args: readonly StaticWord[]): ShellCommand {
  let isText = false;
  for (let at = 0; at < args.length; at++) {
    const word = args[at];
    if (word === undefined) return { kind: "unknown" };
    const isOption = /^[-+]./.test(word) && word !== "--";
    if (isOption) {
      if (!word.startsWith("--")) isText ||= word.startsWith("-") && word.includes("c");
      if (word.startsWith("-s")) return { kind: "unknown" };
      if (/^[-+][A-Za-z]*[oO]$/.test(word)) at += 1;
      continue;
    }
    const operand = word === "--" || word === "-" ? args[at + 1] : word;
    if (operand === undefined) return { kind: "unknown" };
    return isText ? { kind: "text", text: operand } : { kind: "file", path: operand };
  }
  return { kind: "unknown" };
}
