import { bwrap } from "./bwrap.ts";
import { crun } from "./crun.ts";
import type { Engine } from "./engine.ts";
import { runc } from "./runc.ts";
import { unshare } from "./unshare.ts";

/** In the order they are tried. */
export const engines: readonly Engine[] = [crun, runc, bwrap, unshare];

export { chroot } from "./chroot.ts";
