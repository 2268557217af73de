import type { Event } from "../../../events.ts";

/** Shows a build while it runs. `end` is called once, whatever happened; nothing is drawn after it. */
export interface Progress {
  handle(event: Event): void;
  end(): void;
}

export const modes = ["auto", "terminal", "plain", "json", "quiet"] as const;
