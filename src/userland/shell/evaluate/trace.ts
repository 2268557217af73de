import { Refusal } from "../../kernel/refusal.ts";
import { expandText } from "../expand/words.ts";
import type { Shell } from "../shell.ts";
import { Parser } from "../syntax/parser.ts";
import type { Saved } from "./redirect.ts";

/** `set -x`: PS4 and the words as they are, on standard error as it was before the command's redirections. */
export async function trace(shell: Shell, words: readonly string[], saved: Saved): Promise<void> {
  const prompt = await expandPrompt(shell, shell.variables.get("PS4") ?? "");
  const line = Buffer.from(`${prompt}${words.join(" ")}\n`, "latin1");
  const before = saved.has(2) ? saved.get(2) : shell.proc.descriptors.get(2);
  await before?.write(line);
}

async function expandPrompt(shell: Shell, text: string): Promise<string> {
  if (!/[$`\\]/.test(text)) return text;
  if (/`|\$\((?!\()/.test(text)) throw new Refusal("PS4", "runs commands, which dash itself reads wrong");
  shell.inPrompt = true;
  try {
    return await expandText(shell, Parser.text(text, shell.parserOptions));
  } finally {
    shell.inPrompt = false;
  }
}
