import type { Host } from "../../../host.ts";
import { painter } from "../style.ts";
import type { Terminal } from "../terminal.ts";
import type { modes, Progress } from "./progress.ts";

/** The renderer for `--progress`; each is loaded only when chosen. */
export async function chooseProgress(mode: (typeof modes)[number], terminal: Terminal, host: Host): Promise<Progress> {
  const now = () => host.now().getTime();
  const paint = painter(terminal.color);
  if (mode === "json") return new (await import("./json.ts")).JsonProgress(terminal, now);
  if (mode === "quiet") return { handle: () => {}, end: () => {} };
  if (mode === "terminal" || (mode === "auto" && terminal.live))
    return new (await import("./terminal.ts")).TerminalProgress(terminal, now, paint);
  return new (await import("./plain.ts")).PlainProgress(terminal, now, paint);
}
