import { dockerRule, inside } from "./rule.ts";

/** ARGs that never become variables (BuildKit: nonEnvArgs). */
const notEnvironment = new Set(["BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE"]);

/** BuildKit: reportUnmatchedVariables. An ARG without a value counts as defined; EXPOSE is not looked at. */
export const undefinedVar = dockerRule({
  name: "UndefinedVar",
  about: "Variables should be defined before their use",
  why: "A variable that is not set becomes nothing: COPY $SRC /app copies something else, and nobody is told.",
  fix: "Declare it with ARG or ENV above the line, or mend its name.",
  *check({ visits, knowsBase }) {
    for (const visit of visits) {
      if (visit.written.name === "EXPOSE" || !knowsBase(visit)) continue;
      for (const { name, where, near } of visit.unset) {
        if (notEnvironment.has(name)) continue;
        const hint = near === undefined ? "" : ` (did you mean $${near}?)`;
        yield inside(visit.written, `Usage of undefined variable '$${name}'${hint}`, where);
      }
    }
  },
});
