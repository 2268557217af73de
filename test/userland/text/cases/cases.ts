import type { Case } from "../case.ts";
import { filterCases } from "./filters.ts";
import { printfCases } from "./printf.ts";

/** By the name of the recording that holds what the real tools made of them. */
export const cases: Readonly<Record<string, readonly Case[]>> = {
  filters: filterCases,
  printf: printfCases,
};
