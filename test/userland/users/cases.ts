import type { Case } from "./case.ts";
import { adduserCases } from "./adduser-cases.ts";
import { dpkgCases } from "./dpkg-cases.ts";
import { identityCases } from "./identity-cases.ts";
import { passwordCases } from "./password-cases.ts";
import { randomCases } from "./random-cases.ts";
import { shadowCases } from "./shadow-cases.ts";
import { useraddCases } from "./useradd-cases.ts";

/** All that the real tools were asked. */
export const cases: Readonly<Record<string, Case>> = {
  ...useraddCases,
  ...shadowCases,
  ...passwordCases,
  ...adduserCases,
  ...dpkgCases,
  ...identityCases,
  ...randomCases,
};
