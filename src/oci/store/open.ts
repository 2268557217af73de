import { resolve } from "node:path";
import type { Host } from "../../host.ts";
import { blobsOf } from "./blobs.ts";
import { layerEnsurer } from "./ensure-layer.ts";
import { formsOf } from "./forms.ts";
import { imagesOf } from "./images.ts";
import { layersOf } from "./layers.ts";
import { layoutOf } from "./layout.ts";
import { sessionOf } from "./session.ts";
import { stepsOf } from "./steps.ts";
import type { Store } from "./store.ts";
import { tagsOf } from "./tags.ts";

/**
 * Opens the store in `root` (relative to the working directory). Touches nothing: directories are
 * made by the first write, and a store that cannot be written can be read. Dispose it to remove its
 * temporary files and lease; a process that dies without doing so is swept up after.
 */
export async function openStore(root: string, host: Host): Promise<Store> {
  const path = resolve(host.system.cwd, root);
  const layout = layoutOf(path);
  const session = sessionOf(layout);
  const blobs = blobsOf(layout, session);
  const layers = layersOf(layout, session);
  const forms = formsOf(layout, session);
  return {
    root: path,
    snapshots: layout.snapshots,
    blobs,
    layers,
    forms,
    images: imagesOf(blobs, layers),
    steps: stepsOf(layout, session, host.now),
    tags: tagsOf(layout, session),
    ensureLayer: layerEnsurer(layers, forms),
    lease: session.lease,
    scratch: session.scratch,
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}
