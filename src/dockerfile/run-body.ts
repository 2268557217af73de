import { chomped, delimiterOf } from "./lex/heredoc.ts";
import type { Run } from "./syntax.ts";

/** What a RUN executes: arguments as they are, a text for SHELL, or a script of its own with a `#!` line. */
export type RunBody =
  | { readonly form: "exec"; readonly args: readonly string[] }
  | { readonly form: "shell"; readonly text: string }
  | { readonly form: "script"; readonly name: string; readonly content: string };

/**
 * A RUN that is nothing but a heredoc runs its lines; where a command stands around it, the shell gets both and reads
 * the heredoc itself (BuildKit: dispatchRun). Nothing in it is expanded by the builder.
 */
export function runBody({ command, heredocs }: Run): RunBody {
  if (command.form === "exec") return { form: "exec", args: command.args.map(({ text }) => text) };
  const [first] = heredocs;
  if (!first) return { form: "shell", text: command.text };
  if (!delimiterOf(command.text)) {
    return { form: "shell", text: command.text + heredocs.map(({ content, name }) => `\n${content}${name}`).join("") };
  }
  const content = chomped(first);
  return content.startsWith("#!") ? { form: "script", name: first.name, content } : { form: "shell", text: content };
}
