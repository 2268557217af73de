import type { Rule } from "./rule.ts";

export const ignoredFlag: Rule = {
  name: "IgnoredFlag",
  source: "djib",
  severity: "warning",
  told: "build",
  about: "ARG and STOPSIGNAL have no flags, and docker build ignores one without a word",
  why: "docker build does not look at flags of ARG and STOPSIGNAL, so one that is there does nothing.",
  fix: "Delete the flag.",
  *check({ file }) {
    for (const { code, message, where } of file.warnings) if (code === "IgnoredFlag") yield { message, where };
  },
};
