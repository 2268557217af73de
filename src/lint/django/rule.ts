import type { Rule } from "../rule.ts";

type Parts = Omit<Rule, "source" | "severity" | "told"> & Partial<Pick<Rule, "severity" | "told">>;

/** One of our own rules. */
export const djibRule = (parts: Parts): Rule => ({ source: "djib", severity: "warning", told: "check", ...parts });
