import { type Context, type ContextSpec, openContext } from "../context/context.ts";
import type { Modes } from "../context/modes.ts";
import type { Ctx } from "../ctx.ts";
import type { Store } from "../oci/store/store.ts";
import { problem } from "./errors.ts";
import type { NamedContexts } from "./plan/named-contexts.ts";

/** Opens the build context (no name) or one of the named ones; each once, when it is first asked for. */
export type OpenContext = (name?: string) => Promise<Context>;

interface Contexts {
  readonly context: ContextSpec;
  readonly contexts?: NamedContexts | undefined;
  readonly modes: Modes;
}

/** `hold` is given each context that was opened, to dispose of. */
export function contextOpener(
  { context, contexts, modes }: Contexts,
  store: Store,
  hold: (opened: AsyncDisposable) => void,
  ctx: Ctx,
): OpenContext {
  const opened = new Map<string | undefined, Promise<Context>>();
  const open = async (name: string | undefined): Promise<Context> => {
    const spec = name === undefined ? context : specOf(name, contexts);
    const ignore = spec.kind === "directory" ? await ignoreRules(spec) : undefined;
    const made = await openContext(spec, { ignore, modes, store }, ctx);
    hold(made);
    return made;
  };
  return (name) => {
    const known = opened.get(name) ?? open(name);
    opened.set(name, known);
    return known;
  };
}

async function ignoreRules({ path, dockerfile }: Extract<ContextSpec, { readonly kind: "directory" }>) {
  const { readIgnoreRules } = await import("./ignore.ts");
  return readIgnoreRules(path, dockerfile);
}

function specOf(name: string, contexts: NamedContexts | undefined): ContextSpec {
  const named = contexts?.get(name);
  if (named?.kind === "directory") return named;
  throw problem("build/not-yet", `the named context ${name} is at an address, which is not supported in this version`, {
    help: "docs/limitations.md lists what is to come; fetch it, and name the directory",
  });
}
