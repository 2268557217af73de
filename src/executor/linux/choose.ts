import type { Ctx } from "../../ctx.ts";
import { engines, chroot } from "./engines/engines.ts";
import type { Engine } from "./engines/engine.ts";
import { insideContainer } from "./host-facts.ts";
import { idMaps, type Mode } from "./namespace.ts";
import { probe } from "./probe.ts";
import { recall, remember } from "./probe-record.ts";
import type { Machine } from "./machine.ts";

export interface Wish {
  readonly engine: Engine["name"] | undefined;
  readonly mode: Mode | undefined;
  readonly allowOwnerLoss: boolean;
}

export interface Attempt {
  readonly what: string;
  readonly said: string;
}

export type Choice = { readonly machine: Machine } | { readonly tried: readonly Attempt[] };

/**
 * The first way of running that passes the probe, in order of preference; what each said where
 * none does. What passed is remembered until the machine boots anew or a program changes.
 */
export async function choose(make: (mode: Mode, engine: Engine) => Machine, wish: Wish, ctx: Ctx): Promise<Choice> {
  const tried: Attempt[] = [];
  const ways = candidates(wish, ctx, tried);
  const known = recall(make, ways, ctx);
  if (known !== undefined) return { machine: known };
  const broken = new Set<Mode>();
  for (const [mode, engine] of ways) {
    if (broken.has(mode)) continue;
    const machine = make(mode, engine);
    const said = await probe(machine, ctx);
    if (said === undefined) {
      remember(machine, ways, ctx);
      return { machine };
    }
    tried.push({ what: `${engine.name} (${mode})`, said });
    // Where there are no namespaces to be had, every engine would say the same.
    if (/^the sandbox failed: (unshare|newuidmap|newgidmap|worker)/.test(said)) broken.add(mode);
  }
  return { tried };
}

function candidates(wish: Wish, ctx: Ctx, tried: Attempt[]): [Mode, Engine][] {
  const isWished = ([mode, engine]: [Mode, Engine]) =>
    (wish.mode === undefined || wish.mode === mode) && (wish.engine === undefined || wish.engine === engine.name);
  return modes(wish, ctx, tried)
    .flatMap((mode) => (mode === "chroot" ? [chroot] : engines).map((engine): [Mode, Engine] => [mode, engine]))
    .filter(isWished);
}

function modes(wish: Wish, ctx: Ctx, tried: Attempt[]): Mode[] {
  if (ctx.host.system.uid === 0) return wish.mode === "chroot" || insideContainer() ? ["root", "chroot"] : ["root"];
  const single: Mode[] = wish.allowOwnerLoss ? ["single-uid"] : [];
  try {
    idMaps(ctx.host.system);
    return ["rootless", ...single];
  } catch (error) {
    tried.push({ what: "rootless", said: error instanceof Error ? error.message : String(error) });
    return single;
  }
}
