import type { Measured } from "./measure.ts";

export interface BuildOptions {
  readonly context: string;
  /** Every step anew. */
  readonly noCache?: boolean;
  /** "host:port/name:tag": send the result there. */
  readonly push?: string;
}

/** One of the builders that are compared. All use a base that they already have, and ask nobody about its tag. */
export interface Builder {
  readonly name: string;
  build(options: BuildOptions): Promise<Measured>;
  stop(): Promise<void>;
}

/** Where a builder keeps what it makes, and where it finds the base. */
export interface Place {
  readonly folder: string;
  readonly mirror: string;
}
