import os from "node:os";
import path from "node:path";

/** Where what takes long to make is kept between runs; never djib's own store. */
export function cacheFolder(): string {
  return path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache"), "djib-dev");
}
