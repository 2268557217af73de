import type { Platform } from "../../../oci/platform.ts";
import { extended, quadruple, type RealFormat } from "./real.ts";

/** C's long double, which the tools of coreutils reckon with, on a processor. */
export const longDouble = ({ architecture }: Platform): RealFormat =>
  architecture === "amd64" || architecture === "386" ? extended : quadruple;
