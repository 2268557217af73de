import type { Digest } from "../../oci/digest.ts";
import type { Impossible, Program } from "./program.ts";
import type { Shebang } from "./shebang.ts";

/** A regular file that a process executes. */
export interface Executed {
  /** Absolute and free of symlinks, latin1. */
  readonly path: string;
  /** argv[0], by which some programs know what to do. */
  readonly name: string;
  /** Of its content, where it is known. */
  readonly digest: Digest | undefined;
  content(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** What execve(2) makes of a file. */
export type Recognised =
  /** `program` does what the file does. */
  | { readonly kind: "program"; readonly program: Program }
  | ({ readonly kind: "script" } & Shebang)
  /** No program at all: ENOEXEC, and a shell takes it for a script of its own. */
  | { readonly kind: "text" }
  /** A real program that is not emulated. */
  | { readonly kind: "unknown"; readonly why: Impossible };

/** Finds out what a file in an image stands for. */
export interface Programs {
  recognise(file: Executed): Promise<Recognised>;
}
