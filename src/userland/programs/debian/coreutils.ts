import type { Packages } from "../catalogue.ts";
import { coreutilsText } from "./coreutils-text.ts";

/** coreutils. */
export const coreutils: Packages = { coreutils: coreutilsText };
