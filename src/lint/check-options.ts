import type { Dockerfile, Word } from "../dockerfile/syntax.ts";
import { problem } from "./errors.ts";

/** What `# check=` says: which rules are silent, which experimental ones speak, whether a finding fails the build. */
export interface CheckOptions {
  readonly skip: ReadonlySet<string> | "all";
  readonly experimental: ReadonlySet<string> | "all";
  readonly error: boolean;
}

const nothing: CheckOptions = { skip: new Set(), experimental: new Set(), error: false };

/**
 * The options of a file: those of BUILDKIT_DOCKERFILE_CHECK where it is given, else of its `# check=`
 * directive up to the first blank (BuildKit: newRuleLinter). Throws `lint/bad-option`.
 */
export function fileOptions({ directives }: Pick<Dockerfile, "directives">, given: string | undefined): CheckOptions {
  if (given !== undefined) return parseCheckOptions({ text: given });
  const directive = directives.find(({ name }) => name === "check");
  if (directive === undefined) return nothing;
  return parseCheckOptions({ text: directive.value.split(" ")[0]!, where: directive.where });
}

/** The options with those of the first `check=` among comments; one that cannot be read counts for nothing. */
export function withComments(options: CheckOptions, comments: readonly Word[] = []): CheckOptions {
  for (const { text, where } of comments) {
    const [, value] = /^check\s*=\s*(.+)$/is.exec(text) ?? [];
    if (value === undefined) continue;
    const own = readQuietly({ text: value.split(" ")[0]!, where });
    return own === undefined
      ? options
      : {
          ...options,
          skip: union(options.skip, own.skip),
          experimental: union(options.experimental, own.experimental),
        };
  }
  return options;
}

type Text = { readonly text: string; readonly where?: Word["where"] };

/** `skip=A,B|all;experimental=A|all;error=true` (BuildKit: linter.ParseLintOptions). Names are not checked. */
function parseCheckOptions({ text, where }: Text): CheckOptions {
  if (text.trim() === "") return nothing;
  const parts = text.trim().split(";");
  // Go's SplitN: the third part keeps its semicolons.
  const options = [...parts.slice(0, 2), ...(parts.length > 2 ? [parts.slice(2).join(";")] : [])];
  return options.reduce((before, option) => withOption(before, option, where), nothing);
}

function withOption(before: CheckOptions, option: string, where: Word["where"] | undefined): CheckOptions {
  const equals = option.indexOf("=");
  const key = option.slice(0, Math.max(0, equals)).trim();
  const value = option.slice(equals + 1).trim();
  if (key === "skip" || key === "experimental") return { ...before, [key]: names(value) };
  if (key === "error" && /^(1|t|T|true|TRUE|True)$/.test(value)) return { ...before, error: true };
  if (key === "error" && /^(0|f|F|false|FALSE|False)$/.test(value)) return { ...before, error: false };
  throw problem("lint/bad-option", `# check= has no option ${JSON.stringify(option.trim())}`, {
    where,
    help: "write # check=skip=RULE,RULE;error=true, or skip=all, or experimental=RULE",
  });
}

const names = (value: string): CheckOptions["skip"] =>
  value === "all" ? "all" : new Set(value.split(",").map((name) => name.trim()));

const union = (a: CheckOptions["skip"], b: CheckOptions["skip"]): CheckOptions["skip"] =>
  a === "all" || b === "all" ? "all" : new Set([...a, ...b]);

function readQuietly(text: Text): CheckOptions | undefined {
  try {
    return parseCheckOptions(text);
  } catch {
    return undefined;
  }
}
