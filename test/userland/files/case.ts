import type { Lines } from "../../support/tool-lines.ts";

/** A command line over the files of the fixture, and what else it runs with. */
export type Case = string | Omit<Lines, "files">;
