import type { Family } from "../media-types.ts";
import type { Platform } from "../platform.ts";
import type { Image } from "./image.ts";

export const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** What `FROM scratch` means: no layer, and the config that BuildKit gives it (dockerfile2llb, emptyImage). */
export const emptyImage = (platform: Platform, family: Family = "oci"): Image => ({
  family,
  layers: [],
  config: {
    ...platform,
    config: { Env: [`PATH=${defaultPath}`], WorkingDir: "/" },
    rootfs: { type: "layers", diff_ids: [] },
    history: [],
  },
});
