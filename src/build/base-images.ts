import type { Ctx } from "../ctx.ts";
import { DjibError, type Location } from "../errors.ts";
import type { Image } from "../oci/image/image.ts";
import { formatPlatform, type Platform } from "../oci/platform.ts";
import type { Store } from "../oci/store/store.ts";
import type { Found, Source } from "../sources/source.ts";
import { problem } from "./errors.ts";
import { placed } from "./placed.ts";
import type { Lookup } from "./plan/bases.ts";
import { type ImageName, shownName } from "./plan/named-contexts.ts";

/** Where images are found: those of a named context that is an OCI layout there, all others by `source`. */
interface Sources {
  readonly source: Source;
  readonly store: Store;
}

/** Base images for the planner: each is looked up and told of once, however many stages name it. */
export function baseLookup(sources: Sources, ctx: Ctx): Lookup {
  const find = finder(sources, ctx);
  return once(async (name, platform, where, stage) => {
    const { image, digest, age } = await find(name, platform, where);
    const shown = { reference: shownName(name), platform: formatPlatform(platform), digest };
    ctx.emit({ type: "base", stage, ...shown, cached: age !== undefined, ...(age === undefined ? {} : { age }) });
    return image;
  });
}

/** Images that files are copied from, each looked up once. */
export function imageLookup(sources: Sources, ctx: Ctx): ImageLookup {
  const find = finder(sources, ctx);
  const look = once(async (name, platform, where) => (await find(name, platform, where)).image);
  return (name, platform, where) => look(name, platform, where, "");
}

type ImageLookup = (name: ImageName, platform: Platform, where: Location) => Promise<Image>;

/** The same answer for the same image of the same platform. */
function once(look: Lookup): Lookup {
  const known = new Map<string, Promise<Image>>();
  return (name, platform, where, stage) => {
    const key = `${shownName(name)} ${formatPlatform(platform)}`;
    const found = known.get(key) ?? look(name, platform, where, stage);
    known.set(key, found);
    return found;
  };
}

async function layoutSource(layout: string, store: Store): Promise<Source> {
  const { ociLayoutSource } = await import("../sources/oci-layout.ts");
  return ociLayoutSource({ layout, store });
}

const finder =
  ({ source, store }: Sources, ctx: Ctx) =>
  async (name: ImageName, platform: Platform, where: Location): Promise<Found> => {
    const found = await orStage(name, where, async () => {
      const from = name.layout === undefined ? source : await layoutSource(name.layout, store);
      return from(name.reference, platform, ctx);
    });
    if (found !== undefined) return found;
    const help =
      name.like === undefined
        ? "check its name and tag; `djib pull` tells more"
        : `did you mean the stage ${name.like}?`;
    throw problem("build/unknown-base", `there is no image ${shownName(name)}`, { where, help });
  };

/** An image that cannot be had is perhaps no image, but the misspelt name of a stage. */
async function orStage<T>({ like }: ImageName, where: Location, look: () => Promise<T>): Promise<T> {
  try {
    return await placed(where, look);
  } catch (error) {
    if (like === undefined || !(error instanceof DjibError)) throw error;
    const help = `did you mean the stage ${like}?`;
    throw new DjibError(error.code, error.message, { ...error.details, help, cause: error });
  }
}
