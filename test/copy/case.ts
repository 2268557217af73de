/** A file of a case's context. A string is the content of a file of mode 0644. */
export type FileSpec =
  | string
  | { readonly mode?: number; readonly content?: string; readonly xattrs?: Readonly<Record<string, string>> }
  | { readonly link: string }
  | { readonly hard: string }
  | { readonly directory: true; readonly mode?: number }
  | { readonly fifo: true; readonly mode?: number }
  | { readonly socket: true }
  | { readonly device: readonly [number, number] }
  | { readonly tar: readonly TarMember[]; readonly gzip?: boolean; readonly broken?: boolean };

export interface TarMember {
  readonly name: string;
  readonly type?: "file" | "directory" | "symlink" | "link";
  readonly content?: string;
  readonly linkname?: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
}

export interface CopyStep {
  readonly verb: "COPY" | "ADD";
  readonly sources: readonly string[];
  readonly destination: string;
  readonly from?: "src";
  readonly chown?: string;
  readonly chmod?: string;
  readonly link?: true;
  readonly inline?: readonly { readonly name: string; readonly content: string }[];
  readonly exclude?: readonly string[];
  readonly parents?: true;
}

export interface WorkdirStep {
  readonly verb: "WORKDIR";
  readonly path: string;
}

export interface UserStep {
  readonly verb: "USER";
  readonly user: string;
}

export type CaseStep = CopyStep | WorkdirStep | UserStep;

/** A context, a Dockerfile on scratch as data, and nothing else. */
export interface Case {
  readonly files: Readonly<Record<string, FileSpec>>;
  /** A stage before, "src". */
  readonly source?: readonly CaseStep[];
  readonly steps: readonly CaseStep[];
}

type Options = Omit<CopyStep, "verb" | "sources" | "destination">;
const list = (sources: string | readonly string[]): readonly string[] =>
  typeof sources === "string" ? [sources] : sources;

export const copy = (sources: string | readonly string[], destination: string, options: Options = {}): CopyStep => ({
  ...options,
  verb: "COPY",
  sources: list(sources),
  destination,
});
export const add = (sources: string | readonly string[], destination: string, options: Options = {}): CopyStep => ({
  ...copy(sources, destination, options),
  verb: "ADD",
});
export const workdir = (path: string): WorkdirStep => ({ verb: "WORKDIR", path });
export const user = (name: string): UserStep => ({ verb: "USER", user: name });

/** The Dockerfile of a case, in JSON forms, so that nothing is split or expanded. */
export function dockerfileOf({ source, steps }: Case): string {
  const stage = (name: string, all: readonly CaseStep[]): string[] => [`FROM scratch AS ${name}`, ...all.map(line)];
  return [...(source === undefined ? [] : stage("src", source)), ...stage("last", steps)].join("\n") + "\n";
}

const word = (text: string): string => text.replace(/[\\$"']/g, "\\$&");

function line(step: CaseStep): string {
  if (step.verb === "WORKDIR") return `WORKDIR ${word(step.path)}`;
  if (step.verb === "USER") return `USER ${step.user}`;
  const { verb, from, chown, chmod, link, parents, exclude = [], inline = [] } = step;
  const flags = [
    ...(from === undefined ? [] : [`--from=${from}`]),
    ...(chown === undefined ? [] : [`--chown=${chown}`]),
    ...(chmod === undefined ? [] : [`--chmod=${chmod}`]),
    ...(link === undefined ? [] : ["--link"]),
    ...(parents === undefined ? [] : ["--parents"]),
    ...exclude.map((pattern) => `--exclude=${pattern}`),
  ];
  if (inline.length > 0) {
    const names = inline.map(({ name }) => `<<"${name}"`);
    const bodies = inline.map(({ name, content }) => `${content}${name}`);
    return [[verb, ...flags, ...step.sources, ...names, step.destination].join(" "), ...bodies].join("\n");
  }
  return [verb, ...flags, JSON.stringify([...step.sources, step.destination].map(word))].join(" ");
}
