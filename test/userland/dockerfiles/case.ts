/** A Dockerfile on the stand-in for python:3.11-slim, without its FROM line; its name says what it is like. */
export interface DockerfileCase {
  readonly dockerfile: string;
  /** The context: content, or with a mode. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

export type DockerfileCases = Readonly<Record<string, DockerfileCase>>;

/** A Dockerfile of these lines. */
export const lines = (text: readonly string[], files?: DockerfileCase["files"]): DockerfileCase => ({
  dockerfile: `${text.join("\n")}\n`,
  ...(files === undefined ? {} : { files }),
});
