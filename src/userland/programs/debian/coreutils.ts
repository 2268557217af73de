import type { Packages } from "../packages.ts";
import { coreutilsFiles } from "./coreutils-files.ts";
import { coreutilsIdentity } from "./coreutils-identity.ts";
import { coreutilsText } from "./coreutils-text.ts";

/** coreutils. */
export const coreutils: Packages = { coreutils: { ...coreutilsFiles, ...coreutilsIdentity, ...coreutilsText } };
