import type { Case } from "../case.ts";
import { busyboxCases } from "./busybox.ts";
import { columnCases } from "./columns.ts";
import { commandCases } from "./commands.ts";
import { filterCases } from "./filters.ts";
import { mergingCases } from "./merging.ts";
import { printfCases } from "./printf.ts";
import { sortCases } from "./sort.ts";
import { sumCases } from "./sums.ts";
import { systemCases } from "./system.ts";

/** By the name of the recording that holds what the real tools made of them. */
export const cases: Readonly<Record<string, readonly Case[]>> = {
  busybox: busyboxCases,
  columns: columnCases,
  commands: commandCases,
  filters: filterCases,
  merging: mergingCases,
  printf: printfCases,
  sort: sortCases,
  sums: sumCases,
  system: systemCases,
};
