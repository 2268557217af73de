/** A Dockerfile whose lint BuildKit was asked for. */
export interface LintCase {
  readonly dockerfile: string;
  readonly ignore?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly target?: string;
  readonly platform?: string;
  /** Asks what a build warns of: BuildKit's lint itself knows no --platform. */
  readonly build?: true;
}

export const file = (...lines: string[]): LintCase => ({ dockerfile: `${lines.join("\n")}\n` });
export const scratch = (...lines: string[]): LintCase => file("FROM scratch", ...lines);
/** The stand-in for python:3.11-slim, whose ENV has PATH, LANG and PYTHON_VERSION. */
export const python = (...lines: string[]): LintCase => file("FROM python:3.11-slim", ...lines);
