import type { Location } from "./errors.ts";

/** A step as the plan shows it. `id` is unique in a build and stable: `<stage>/<number>`. */
export interface PlannedStep {
  readonly id: string;
  /** Its name, behind its platform where several are built: "linux/arm64 builder". */
  readonly stage: string;
  /** Position in its stage, from 1. */
  readonly number: number;
  /** How many steps its stage has. */
  readonly of: number;
  /** The instruction on one line, shortened for people. */
  readonly title: string;
  readonly line: number;
}

/**
 * All that a build tells while it runs. `--progress json` prints one event a line in exactly
 * this shape plus `time` (seconds since the build began); docs/events.md documents it.
 */
export type Event =
  | {
      readonly type: "plan";
      readonly name: string | undefined;
      readonly platform: string;
      readonly executor: string | undefined;
      readonly steps: readonly PlannedStep[];
    }
  | { readonly type: "step-start"; readonly id: string }
  /** Output of a RUN, as it comes; `text` may hold part of a line. */
  | { readonly type: "step-output"; readonly id: string; readonly stream: "stdout" | "stderr"; readonly text: string }
  | { readonly type: "step-done"; readonly id: string; readonly cached: boolean; readonly note?: string }
  | { readonly type: "step-failed"; readonly id: string; readonly message: string }
  /** A base image was looked up. `age`: seconds since it was pulled, where it was in the store. */
  | {
      readonly type: "base";
      readonly stage: string;
      readonly reference: string;
      readonly platform: string;
      readonly digest: string;
      readonly cached: boolean;
      readonly age?: number;
    }
  /** Bytes on their way. `id` is unique for one blob on one way; the last one has `done === total`. */
  | {
      readonly type: "transfer";
      readonly id: string;
      readonly way: "pull" | "push" | "load" | "compress" | "unpack";
      readonly what: string;
      readonly done: number;
      readonly total: number;
    }
  /** `platform`: where several are built. */
  | {
      readonly type: "image";
      readonly id: string;
      readonly platform?: string;
      readonly size: number;
      readonly added: number;
    }
  | {
      readonly type: "warning";
      readonly code: string;
      readonly message: string;
      readonly where?: Location;
      readonly help?: string;
    };

export type Emit = (event: Event) => void;
