import type { Context, ContextSpec } from "../context/context.ts";
import { openContext } from "../context/open-context.ts";
import type { Modes } from "../context/modes.ts";
import type { Ctx } from "../ctx.ts";
import type { Store } from "../oci/store/store.ts";
import type { Remotes } from "../sources/remotes.ts";
import { readIgnoreRules } from "./ignore.ts";
import type { NamedContext, NamedContexts } from "./plan/named-contexts.ts";

/** Opens the build context (no name) or one of the named ones; each once, when it is first asked for. */
export type OpenContext = (name?: string) => Promise<Context>;

interface Contexts {
  readonly context: ContextSpec;
  readonly contexts?: NamedContexts | undefined;
  readonly modes: Modes;
}

interface Tools {
  readonly store: Store;
  readonly remotes: Remotes;
}

/** `hold` is given each context that was opened, to dispose of. */
export function contextOpener(
  { context, contexts, modes }: Contexts,
  { store, remotes }: Tools,
  hold: (opened: AsyncDisposable) => void,
  ctx: Ctx,
): OpenContext {
  const opened = new Map<string | undefined, Promise<Context>>();
  const open = async (name: string | undefined): Promise<Context> => {
    const spec = name === undefined ? context : await specOf(contexts!.get(name)!, remotes, ctx);
    const ignore = spec.kind === "directory" ? readIgnoreRules(spec.path, spec.dockerfile) : undefined;
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

async function specOf(named: NamedContext, remotes: Remotes, ctx: Ctx): Promise<ContextSpec> {
  if (named.kind === "directory") return named;
  if (named.kind !== "address") throw new Error(`a context of kind ${named.kind} has no files`);
  const { namedContextAt } = await import("./remote-context.ts");
  return namedContextAt(named.url, remotes, ctx);
}
