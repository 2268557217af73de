import type { ChildProcess, SpawnOptions } from "node:child_process";

/** Facts about the machine djib runs on, read once at start. */
export interface System {
  readonly platform: NodeJS.Platform;
  /** Node's name for the processor: "x64", "arm64", … */
  readonly arch: string;
  /** Effective ids; undefined where the host has none (Windows). */
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly user: string;
  readonly home: string;
  readonly cwd: string;
  readonly tmp: string;
  /** Number of processors that may be used. */
  readonly cpus: number;
  /** Command line that starts this same Node: its path, then its own flags. */
  readonly node: readonly [string, ...string[]];
}

/**
 * The one value through which every room sees environment, clock and processes.
 * Made in `cli/`; tests make their own. Nothing else reads `process.env`, calls
 * `Date.now()` or imports `node:child_process`.
 */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly system: System;
  now(): Date;
  spawn(command: string, args: readonly string[], options: SpawnOptions): ChildProcess;
}
