/** A command line of one tool and what it runs with; all text is latin1, one character a byte. */
export interface Case {
  /** The first is the tool. */
  readonly args: readonly string[];
  readonly stdin?: string;
  /** In the working directory; a name that ends in "/" is a directory. */
  readonly files?: Readonly<Record<string, string>>;
  /** Beside PATH and LC_ALL=C.UTF-8. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What a tool made of a case. */
export interface Answer {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  /** Files that it made or changed. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Each of the options with each of the inputs, as standard input. */
export const crossed = (
  tool: string,
  options: readonly (readonly string[])[],
  inputs: readonly string[],
  env?: Case["env"],
): readonly Case[] =>
  options.flatMap((words) => inputs.map((stdin) => ({ args: [tool, ...words], stdin, ...(env && { env }) })));
