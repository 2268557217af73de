import { type Cases, lines } from "../case.ts";

/** Stages that the target does not need: what has to be right in them all the same. */
export const unreachable: Cases = {
  "an unreachable stage need not be right": lines([
    "FROM nowhere/at:all",
    "COPY --from=no /x /y",
    "FROM scratch",
    "ENV a=1",
  ]),
  "an unreachable stage must not copy from itself": lines(["FROM scratch AS a", "COPY --from=0 / /", "FROM scratch"]),
  "an unreachable stage must not mount from itself": lines([
    "FROM scratch AS a",
    "RUN --mount=from=a,target=/a true",
    "FROM scratch",
  ]),
  "unreachable stages must not copy from each other": lines([
    "FROM scratch AS a",
    "COPY --from=c / /",
    "FROM scratch AS b",
    "COPY --from=a / /",
    "FROM scratch AS c",
    "COPY --from=b / /",
    "FROM scratch",
  ]),
  "unreachable stages may copy from their children": lines([
    "FROM scratch AS a",
    "COPY --from=b / /",
    "FROM a AS b",
    "FROM scratch",
    "ENV a=1",
  ]),
  "an unreachable stage may copy from a later one": lines([
    "FROM scratch AS a",
    "COPY --from=b / /",
    "FROM scratch AS b",
    "FROM scratch",
    "ENV a=1",
  ]),
  "an unreachable stage must not copy from a number beyond the stages": lines([
    "FROM scratch",
    "COPY --from=7 / /",
    "FROM scratch",
  ]),
  "an unreachable stage must not copy from a variable": lines(["FROM scratch", "COPY --from=$x / /", "FROM scratch"]),
  "an unreachable stage may mount from a variable": lines([
    "FROM scratch",
    "RUN --mount=from=$x,target=/x true",
    "FROM scratch",
    "ENV a=1",
  ]),
  "an unreachable stage has to parse": lines(["FROM scratch AS a", "ENV", "FROM scratch"]),
};
