import type { Ctx } from "../ctx.ts";
import type { Artifact, IndexedImage } from "../oci/image/image.ts";
import type { Store } from "../oci/store/store.ts";
import { annotationsFor } from "./annotations.ts";
import type { AttestRequest } from "./attest/request.ts";
import type { MaterialsOf } from "./attest/materials.ts";
import type { Built, BuildRequest, BuiltImage } from "./request.ts";

export interface Making {
  readonly request: BuildRequest;
  readonly materialsOf: MaterialsOf;
  readonly executor: string | undefined;
  readonly store: Store;
}

/** Whether what is built is an index: of several platforms, or of one with attestations beside it. */
export const makesIndex = ({ platforms, attest }: Pick<BuildRequest, "platforms" | "attest">): boolean =>
  platforms.length > 1 || attest?.sbom === true || attest?.provenance !== undefined;

/** One image goes out as it is; several, or one with attestations, in an index. */
export async function artifactOf(images: Built["images"], making: Making, ctx: Ctx): Promise<Artifact> {
  const { request } = making;
  if (!makesIndex(request)) return images[0].image;
  const { annotations: all = [], attest } = request;
  const entries: IndexedImage[] = [];
  for (const built of images) {
    const { platform } = built.plan;
    const annotations = annotationsFor(all, "manifest-descriptor", platform);
    const attestations = attest === undefined ? [] : await attested(built, attest, making, ctx);
    entries.push({
      platform,
      image: built.image,
      ...(annotations === undefined ? {} : { annotations }),
      ...(attestations.length === 0 ? {} : { attestations }),
    });
  }
  const annotations = annotationsFor(all, "index");
  return { family: "oci", images: entries, ...(annotations === undefined ? {} : { annotations }) };
}

async function attested(built: BuiltImage, attest: AttestRequest, making: Making, ctx: Ctx) {
  const { request, materialsOf, executor, store } = making;
  const { attestationsOf } = await import("./attest/attestations.ts");
  const { revisionOf } = await import("../context/git/revision.ts");
  const vcs = request.context.kind === "directory" ? revisionOf(request.context.path) : {};
  const materials = attest.provenance === undefined ? [] : await materialsOf(built.plan, request, ctx);
  const about = { request, materials, executor, vcs };
  return attestationsOf(built, attest, about, store, ctx);
}
