// Writes an image with a read-only directory twice, once into nothing and once over itself, as a
// user who is not root; then one that fails, whose read-only left-overs must go too.
import path from "node:path";
import { openStore } from "../../src/oci/store/open.ts";
import { localDirectory } from "../../src/sinks/local-directory.ts";
import { testCtx } from "./ctx.ts";
import { file, folder, imageWith } from "./sample-image.ts";

if (process.getuid?.() === 0) {
  process.setgid?.(65534);
  process.setuid?.(65534);
}
const parent = process.argv[2]!;
const ctx = testCtx();
await using store = await openStore(path.join(parent, "store"), ctx.host);
const image = await imageWith(store, [
  [folder("ro", { mode: 0o555 }), folder("ro/in", { mode: 0o555 }), file("ro/in/x", "x", { mode: 0o444 })],
]);
const sink = localDirectory({ dest: path.join(parent, "made"), store });
await sink(image, ctx);
await sink(image, ctx);
const clash = await imageWith(store, [[folder("ro", { mode: 0o555 }), file("ro/in", "no directory")]]);
await sink(clash, ctx).then(
  () => console.log("a file took the place of a directory"),
  () => console.log("ok"),
);
