import type { Location, SourceText } from "../errors.ts";

/** A word as it is written: quotes and `$` still in it. Expanding is the reader's (expand/). */
export interface Word {
  readonly text: string;
  readonly where: Location;
}

export type Escape = "\\" | "`";

/** One of the parser directives at the top of the file. */
export interface Directive {
  readonly name: "syntax" | "escape" | "check";
  readonly value: string;
  readonly where: Location;
}

/** `<<NAME` and its lines. */
export interface Heredoc {
  readonly name: string;
  /** The number in `3<<NAME`; 0 where there is none. */
  readonly descriptor: number;
  /** False where the name was quoted: the content is then taken as it stands. */
  readonly expand: boolean;
  /** `<<-`: tabs at the start of each line do not count. */
  readonly chomp: boolean;
  /** The lines with their own line ends, tabs included (see `chomped`). */
  readonly content: string;
  /** The word on the instruction's line. */
  readonly where: Location;
}

export interface Flag {
  readonly name: string;
  /** Undefined for a bare `--flag`. */
  readonly value: Word | undefined;
  readonly where: Location;
}

/** The two forms of RUN, CMD, ENTRYPOINT and HEALTHCHECK CMD. */
export type Command =
  | { readonly form: "shell"; readonly text: string; readonly where: Location }
  | { readonly form: "exec"; readonly args: readonly Word[]; readonly where: Location };

interface Common {
  /** The first word as written ("run", "RUN"). */
  readonly keyword: Word;
  /** The whole instruction on one line, continuations joined, heredocs left out. */
  readonly text: string;
  readonly where: Location;
  /** Comments right above it, without `#`; a `#` alone begins a new block. */
  readonly comments: readonly Word[];
  /** Every flag as written, for those that rewrite or report; their meaning is in the typed fields. */
  readonly flags: readonly Flag[];
  readonly heredocs: readonly Heredoc[];
}

export interface Pair {
  readonly key: Word;
  readonly value: Word;
}

/** Where COPY and ADD take something from. */
export type CopySource =
  | { readonly type: "path"; readonly path: Word }
  /** A file written in the Dockerfile itself. */
  | { readonly type: "inline"; readonly heredoc: Heredoc };

interface Copying extends Common {
  readonly sources: readonly CopySource[];
  readonly destination: Word;
  readonly chown: Word | undefined;
  readonly chmod: Word | undefined;
  readonly link: boolean;
  /** Rules as in .dockerignore; never expanded. */
  readonly exclude: readonly Word[];
}

/** One `key=value` or `key` of a --mount; keys are lower case. */
export interface MountOption {
  readonly key: string;
  readonly value: string | undefined;
  readonly where: Location;
}

export interface MountFlag {
  readonly options: readonly MountOption[];
  readonly where: Location;
}

export interface Device {
  readonly name: string;
  readonly required: boolean;
}

export interface From extends Common {
  readonly name: "FROM";
  readonly image: Word;
  readonly platform: Word | undefined;
  /** The word AS and the one after it, as written. */
  readonly as: Word | undefined;
  readonly alias: Word | undefined;
}
export interface Arg extends Common {
  readonly name: "ARG";
  readonly args: readonly { readonly key: Word; readonly value: Word | undefined }[];
}
export interface Env extends Common {
  readonly name: "ENV";
  readonly pairs: readonly Pair[];
  /** `ENV name value`: one pair, the rest of the line is the value. */
  readonly legacy: boolean;
}
export interface Label extends Common {
  readonly name: "LABEL";
  readonly pairs: readonly Pair[];
  readonly legacy: boolean;
}
export interface Maintainer extends Common {
  readonly name: "MAINTAINER";
  readonly author: Word;
}
export interface Workdir extends Common {
  readonly name: "WORKDIR";
  readonly path: Word;
}
export interface User extends Common {
  readonly name: "USER";
  readonly user: Word;
}
export interface Run extends Common {
  readonly name: "RUN";
  readonly command: Command;
  readonly mounts: readonly MountFlag[];
  readonly network: "default" | "none" | "host";
  readonly security: "sandbox" | "insecure";
  readonly devices: readonly Device[];
}
export interface Cmd extends Common {
  readonly name: "CMD";
  readonly command: Command;
}
export interface Entrypoint extends Common {
  readonly name: "ENTRYPOINT";
  readonly command: Command;
}
export interface Shell extends Common {
  readonly name: "SHELL";
  readonly shell: readonly Word[];
}
export interface Copy extends Copying {
  readonly name: "COPY";
  /** A stage, its number, an image or a named context; never expanded. */
  readonly from: Word | undefined;
  readonly parents: boolean;
}
export interface Add extends Copying {
  readonly name: "ADD";
  readonly checksum: Word | undefined;
  readonly keepGitDir: boolean | undefined;
  readonly unpack: boolean | undefined;
}
export interface Expose extends Common {
  readonly name: "EXPOSE";
  /** Sorted as text, as BuildKit does before it expands them. */
  readonly ports: readonly Word[];
}
export interface Volume extends Common {
  readonly name: "VOLUME";
  readonly paths: readonly Word[];
}
export interface StopSignal extends Common {
  readonly name: "STOPSIGNAL";
  readonly signal: Word;
}

/** Durations are nanoseconds; 0 means that the flag is not given, so that a base's value is kept. */
export interface HealthTimes {
  readonly interval: number;
  readonly timeout: number;
  readonly startPeriod: number;
  readonly startInterval: number;
  readonly retries: number;
}
export interface Healthcheck extends Common {
  readonly name: "HEALTHCHECK";
  /** Undefined for HEALTHCHECK NONE. */
  readonly check: ({ readonly command: Command } & HealthTimes) | undefined;
}
export interface OnBuild extends Common {
  readonly name: "ONBUILD";
  readonly trigger: Instruction;
  /** What goes into the image's config, heredocs included. */
  readonly expression: string;
}

export type Instruction =
  | From
  | Arg
  | Env
  | Label
  | Maintainer
  | Workdir
  | User
  | Run
  | Cmd
  | Entrypoint
  | Shell
  | Copy
  | Add
  | Expose
  | Volume
  | StopSignal
  | Healthcheck
  | OnBuild;

export type InstructionName = Instruction["name"];

export interface Warning {
  readonly code: "NoEmptyContinuation" | "IgnoredFlag";
  readonly message: string;
  readonly where: Location;
}

export interface Dockerfile {
  readonly source: SourceText;
  readonly escape: Escape;
  readonly directives: readonly Directive[];
  readonly instructions: readonly Instruction[];
  readonly warnings: readonly Warning[];
}
