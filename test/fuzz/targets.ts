import addresses from "./addresses.fuzz.ts";
import bytes from "./bytes.fuzz.ts";
import dockerfile from "./dockerfile.fuzz.ts";
import expand from "./expand.fuzz.ts";
import paths from "./paths.fuzz.ts";
import type { Target } from "./target.ts";
import values from "./values.fuzz.ts";

export const targets: readonly Target[] = [...dockerfile, ...expand, ...paths, ...values, ...bytes, ...addresses];
