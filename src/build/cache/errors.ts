import { problems } from "../../errors.ts";

export const problem = problems({
  "cache/unusable":
    "A cache that --cache-from names is not there, cannot be read, or does not hold what it says. Nothing of it is used any more: the steps are built. Everything that comes from a cache is compared with its digests before it is used.",
});
