import type { Ctx } from "../../ctx.ts";
import type { Attestation } from "../../oci/image/image.ts";
import { predicates } from "../../oci/media-types.ts";
import { familiarName, withDefaultTag } from "../../oci/reference.ts";
import type { Store } from "../../oci/store/store.ts";
import { installedPackages } from "../../userland/installed/installed.ts";
import type { BuiltImage } from "../request.ts";
import { imageUrl } from "./package-url.ts";
import { type Circumstances, provenance } from "./provenance.ts";
import type { AttestRequest } from "./request.ts";
import { spdxDocument } from "./spdx.ts";

/** What is attested of an image, in BuildKit's order; the image itself is not touched. */
export async function attestationsOf(
  { image, plan }: BuiltImage,
  wish: AttestRequest,
  about: Omit<Circumstances, "plan" | "tool">,
  store: Store,
  ctx: Ctx,
): Promise<readonly Attestation[]> {
  const subjects = wish.names.map((name) => imageUrl(name, plan.platform));
  const made: Attestation[] = [];
  if (wish.sbom) {
    for (const layer of image.layers) await store.ensureLayer(layer, ctx);
    const installed = await installedPackages(await store.layers.tree(image.layers.map(({ diffId }) => diffId)));
    const [name] = wish.names;
    const subject = {
      name: name === undefined ? "image" : familiarName(withDefaultTag(name)),
      url: subjects[0],
      created: image.config.created!,
      tool: `${wish.tool.name}-${wish.tool.version}`,
    };
    made.push({ predicateType: predicates.spdx, predicate: spdxDocument(installed, subject), subjects });
  }
  if (wish.provenance !== undefined) {
    const predicate = provenance(wish.provenance, { ...about, plan, tool: wish.tool });
    made.push({ predicateType: predicates.provenance, predicate, subjects });
  }
  return made;
}
