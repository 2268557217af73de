import type { Location } from "../../errors.ts";
import type { Escape, Word } from "../../dockerfile/syntax.ts";
import type { Network, RunOptions } from "../../executor/executor.ts";
import type { Platform } from "../../oci/platform.ts";
import type { BuildArgs } from "./arguments.ts";
import type { CopySource } from "./plan.ts";

/** What a Dockerfile may ask for only where the command line allows it. */
export type Entitlement = "network.host" | "security.insecure";

/** What an instruction may ask beside the state of its stage. */
export interface Scope {
  readonly stage: string;
  readonly platform: Platform;
  readonly escape: Escape;
  readonly buildArgs: BuildArgs;
  readonly globals: ReadonlyMap<string, string>;
  readonly network: Network;
  /** Told of each variable that an instruction uses and nothing sets; it becomes "". */
  unset(name: string, where: Location): void;
  readonly runOptions: RunOptions;
  readonly allow: ReadonlySet<Entitlement>;
  /** What `--from` of a COPY names: a stage before this one, or an image. */
  source(from: Word): CopySource;
  /** What `from=` of a mount names. */
  mountSource(from: Word): CopySource;
  warn(code: string, message: string, where: Location, help?: string): void;
}
