// npm run demo: a real Django project becomes an image that a real Docker engine runs. Works as the
// first command on a fresh clone.
import { node, prepare } from "./lib/prepare.mjs";

prepare();
node("scripts/base/prepare.ts");
node("scripts/demo/story.ts");
