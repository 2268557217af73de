import { parseInstruction } from "../../dockerfile/parse/parse.ts";
import type { Instruction } from "../../dockerfile/syntax.ts";
import type { Location } from "../../errors.ts";
import type { Image } from "../../oci/image/image.ts";
import type { Platform } from "../../oci/platform.ts";
import type { Draft } from "./drafts.ts";
import type { ImageName } from "./named-contexts.ts";
import { reach } from "./reach.ts";

/** Finds a base image; rejects where no source has it. `where` is the place that names it. */
export type Lookup = (name: ImageName, platform: Platform, where: Location, stage: string) => Promise<Image>;

/** Base images of all stages that the targets need, and the triggers that they and stages bring. */
export async function withBases(plain: readonly Draft[], targets: readonly number[], lookup: Lookup) {
  const images = new Map<number, Image>();
  const triggered = new Set<number>();
  let drafts = plain;
  for (;;) {
    const needed = [...reach(targets, drafts)].filter((index) => !triggered.has(index)).sort((a, b) => a - b);
    if (needed.length === 0) return { drafts, images };
    await Promise.all(
      needed.map(async (index) => {
        const { base, platform, where, name } = drafts[index]!;
        if (base.kind === "image") images.set(index, await lookup(base, platform, where, name));
      }),
    );
    const done = new Set(needed);
    drafts = drafts.map((draft) => (done.has(draft.index) ? withTriggers(draft, plain, images) : draft));
    for (const index of needed) triggered.add(index);
  }
}

/** ONBUILD lines of the base run first, in their order; those of a local stage count like an image's. */
function withTriggers(draft: Draft, plain: readonly Draft[], images: ReadonlyMap<number, Image>): Draft {
  const fromStage = draft.base.kind === "stage" ? plain[draft.base.index]!.triggers : [];
  const texts = draft.base.kind === "image" ? (images.get(draft.index)?.config.config?.OnBuild ?? []) : fromStage;
  if (texts.length === 0 || draft.isReplaced) return draft;
  const instructions: Instruction[] = texts.map((text) => parseInstruction(text, draft.where));
  return { ...draft, instructions: [...instructions, ...draft.instructions] };
}
