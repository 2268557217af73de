// npm run bench: djib beside BuildKit and buildah, in one run on one machine; writes bench/RESULTS.md.
// `npm run bench -- --rounds 5` for more rounds, `--no-memory` leaves the large contexts out.
import { node, prepare } from "../scripts/lib/prepare.mjs";

prepare();
node("scripts/base/prepare.ts");
node("bench/main.ts", ...process.argv.slice(2));
