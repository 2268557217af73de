/** What became of a case: an image without digests, or an error. */
export type Answer = BuiltAnswer | FailedAnswer;

export interface BuiltAnswer {
  /** Path to row: type, mode, owner, size, content, link, extended attributes, time. */
  readonly tree: Readonly<Record<string, string>>;
  readonly config: unknown;
  readonly author?: string | undefined;
  readonly platform: string;
  /** "created_by" of each entry, in parentheses without a layer, and what else it says. */
  readonly history: readonly string[];
}

export interface FailedAnswer {
  readonly error: string;
  /** Of the Dockerfile, where the error names one. */
  readonly line?: number | undefined;
}

interface Config {
  readonly architecture: string;
  readonly os: string;
  readonly variant?: string | undefined;
  readonly author?: string | undefined;
  readonly config?: object | undefined;
  readonly history?: readonly HistoryEntry[] | undefined;
}

interface HistoryEntry {
  readonly created_by?: string | undefined;
  readonly comment?: string | undefined;
  readonly author?: string | undefined;
  readonly empty_layer?: boolean | undefined;
}

export const builtAnswer = (tree: BuiltAnswer["tree"], image: Config): BuiltAnswer => ({
  tree,
  config: plain(image.config ?? {}),
  ...(image.author === undefined ? {} : { author: image.author }),
  platform: [image.os, image.architecture, image.variant].filter(Boolean).join("/"),
  history: (image.history ?? []).map(historyLine),
});

function historyLine({ created_by = "", comment, author, empty_layer }: HistoryEntry): string {
  const said = [comment === "buildkit.dockerfile.v0" ? undefined : `comment ${comment}`, author && `author ${author}`];
  return [empty_layer ? `(${created_by})` : created_by, ...said.filter(Boolean)].join(" | ");
}

/** As JSON has it: without undefined members and, like Go's omitempty, without empty ones. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, member: unknown) =>
      member === null || (Array.isArray(member) && member.length === 0) ? undefined : member,
    ),
  );
