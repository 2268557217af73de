import * as attributes from "./cases/attributes.ts";
import * as copy from "./cases/copy.ts";
import * as links from "./cases/links.ts";
import * as makeAndRemove from "./cases/make-and-remove.ts";
import * as finding from "./cases/find.ts";
import * as names from "./cases/names.ts";
import type { Case } from "./case.ts";

/** Cases by the command that they are about. */
export const groups: Readonly<Record<string, readonly Case[]>> = {
  ...makeAndRemove,
  ...attributes,
  ...copy,
  ...links,
  ...names,
  ...finding,
};
