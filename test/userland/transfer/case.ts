/** A file to begin with: text (latin1), or more about it. A directory's name ends in "/". */
export type FileSpec =
  | string
  | {
      readonly content?: string;
      /** Base64. */
      readonly bytes?: string;
      readonly link?: string;
      readonly hard?: string;
      readonly mode?: number;
      readonly owner?: readonly [uid: number, gid: number];
      /** Seconds; 1,600,000,000 unless said. */
      readonly mtime?: number;
    };

/** A command of a case: its words, and what it reads. All latin1. */
export interface Step {
  readonly run: readonly string[];
  readonly stdin?: string;
  /** A file of the case is its standard input. */
  readonly from?: string;
  readonly umask?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Commands that run one after another over the same files, as root, and what they leave. */
export interface Case {
  readonly files?: Readonly<Record<string, FileSpec>>;
  readonly steps: readonly Step[];
}

/** What a case comes to. */
export interface Result {
  readonly steps: readonly { readonly status: number; readonly out: string; readonly err: string }[];
  /** One line for each file: type, mode, owner, time unless it is new, content or target. */
  readonly tree: readonly string[];
}

export const longAgo = 1_600_000_000;

/** Words separated by blanks: `"tar cf x.tar a b"`. */
export const sh = (line: string, more: Omit<Step, "run"> = {}): Step => ({ run: line.split(" "), ...more });

/** The files with all directories that lead to them. */
export function withParents(files: Case["files"] = {}): readonly (readonly [string, FileSpec])[] {
  const all = new Map<string, FileSpec>();
  for (const [name, spec] of Object.entries(files)) {
    for (let slash = name.indexOf("/"); slash > 0 && slash < name.length - 1; slash = name.indexOf("/", slash + 1))
      if (!all.has(name.slice(0, slash + 1))) all.set(name.slice(0, slash + 1), {});
    all.set(name, spec);
  }
  return [...all];
}

export interface Entry {
  readonly path: string;
  readonly type: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds. */
  readonly mtime: number;
  readonly text: string;
  /** Names of the same file, itself among them, sorted. */
  readonly names: readonly string[];
}

/** A line for the tree of a result. What is younger than `began` (seconds) has the time "new". */
export function lineOf({ path, type, mode, uid, gid, mtime, text, names }: Entry, began: number): string {
  const time = mtime >= began ? "new" : String(mtime);
  const same = names.length > 1 ? ` =${names[0]}` : "";
  return `${type} ${mode.toString(8)} ${uid}:${gid} ${time} ${path}${same} ${text}`.trimEnd();
}
