import type { Ctx } from "../ctx.ts";
import { DjibError, type Location } from "../errors.ts";
import type { Image } from "../oci/image/image.ts";
import { formatPlatform, type Platform } from "../oci/platform.ts";
import { familiarName, fullName, type Reference } from "../oci/reference.ts";
import type { Found, Source } from "../sources/source.ts";
import { problem } from "./errors.ts";
import type { Lookup } from "./plan/bases.ts";

/** Base images for the planner: each is looked up and told of once, however many stages name it. */
export function baseLookup(source: Source, ctx: Ctx): Lookup {
  const find = finder(source, ctx);
  const known = new Map<string, Promise<Image>>();
  const look = async (reference: Reference, platform: Platform, where: Location, stage: string): Promise<Image> => {
    const { image, digest, age } = await find(reference, platform, where);
    const shown = { reference: familiarName(reference), platform: formatPlatform(platform), digest };
    ctx.emit({ type: "base", stage, ...shown, cached: age !== undefined, ...(age === undefined ? {} : { age }) });
    return image;
  };
  return (reference, platform, where, stage) => {
    const key = `${fullName(reference)} ${formatPlatform(platform)}`;
    const found = known.get(key) ?? look(reference, platform, where, stage);
    known.set(key, found);
    return found;
  };
}

/** Images that files are copied from. */
export function imageLookup(source: Source, ctx: Ctx) {
  const find = finder(source, ctx);
  return async (reference: Reference, platform: Platform, where: Location): Promise<Image> =>
    (await find(reference, platform, where)).image;
}

const finder =
  (source: Source, ctx: Ctx) =>
  async (reference: Reference, platform: Platform, where: Location): Promise<Found> => {
    const found = await placed(where, () => source(reference, platform, ctx));
    if (found !== undefined) return found;
    throw problem("build/unknown-base", `there is no image ${familiarName(reference)}`, {
      where,
      help: "check its name and tag; `djib pull` tells more",
    });
  };

/** What fails on behalf of a line of the Dockerfile says which line that is. */
async function placed<T>(where: Location, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DjibError) || error.details.where !== undefined) throw error;
    throw new DjibError(error.code, error.message, { ...error.details, where, cause: error });
  }
}
