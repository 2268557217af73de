import type { ConfigCase } from "./config-cases.ts";

const scratch = (...lines: string[]): ConfigCase => ({ dockerfile: `FROM scratch\n${lines.join("\n")}\n` });
const whole = (...lines: string[]): ConfigCase => ({ dockerfile: `${lines.join("\n")}\n` });
const file = "COPY <<one /one\n1\none";

/** Stages, their names and numbers, arguments and where they are seen. */
export const stageCases: Readonly<Record<string, ConfigCase>> = {
  "a target by number": { ...whole("FROM scratch AS a", "FROM scratch"), target: "0" },
  "a target by the name that a stage without one is shown with": {
    ...whole("FROM scratch", "ENV a=1", "FROM scratch"),
    target: "stage-0",
  },
  "TARGETSTAGE is small": whole("FROM scratch AS Final", "ARG TARGETSTAGE", "ENV a=$TARGETSTAGE"),
  "TARGETSTAGE of a target in capitals": {
    ...whole("FROM scratch AS one", "ARG TARGETSTAGE", "ENV a=$TARGETSTAGE", "FROM scratch"),
    target: "ONE",
  },
  "TARGETSTAGE of a stage before the target": whole(
    "FROM scratch AS one",
    "ARG TARGETSTAGE",
    "ENV a=$TARGETSTAGE",
    "FROM one AS two",
    "ENV b=$TARGETSTAGE",
  ),
  "COPY --from a name that comes again later": whole(
    "FROM scratch AS a",
    file,
    "FROM scratch AS b",
    "COPY --from=a /one /",
    "FROM scratch AS a",
    "COPY --from=b / /",
  ),
  "COPY --from a name that two earlier stages have": whole(
    "FROM scratch AS a",
    file,
    "FROM scratch AS a",
    "COPY <<two /two",
    "2",
    "two",
    "FROM scratch",
    "COPY --from=a /two /",
  ),
  "COPY --from a number with a zero before": whole("FROM scratch", file, "FROM scratch", "COPY --from=00 /one /"),
  "COPY --from a number with a sign": whole("FROM scratch", file, "FROM scratch", "COPY --from=+0 /one /"),
  "COPY --from a negative number": whole("FROM scratch", file, "FROM scratch", "COPY --from=-1 /one /"),
  "COPY --from a later number": whole("FROM scratch AS a", "COPY --from=1 /one /", "FROM scratch", file, "FROM a"),
  "COPY --from with a variable": whole("FROM scratch AS a", file, "FROM scratch", "ARG s=a", "COPY --from=$s /one /"),
  "COPY --from a stage in capitals": whole("FROM scratch AS Aa", file, "FROM scratch", "COPY --from=aA /one /"),
  "FROM a stage in capitals": whole("FROM scratch AS Aa", "FROM Aa", "ENV a=1"),
  "a stage that is called scratch": whole("FROM scratch AS scratch", "ENV a=1", "FROM scratch", "ENV b=2"),
  "a stage whose name ends in a dash": whole("FROM scratch AS a-", "ENV a=1", "FROM a-", "ENV b=2"),
  "a stage whose name holds two dots": whole("FROM scratch AS a..b", "ENV a=1"),
  "a stage whose name is a number": whole("FROM scratch AS 1", "ENV a=1"),
  "FROM with a default in place of nothing": whole("ARG base", "FROM ${base:-scratch}", "ENV a=1"),
  "FROM with nothing": whole("ARG base", "FROM $base"),
  "FROM --platform with nothing": whole("ARG p", "FROM --platform=$p scratch"),
  "FROM --platform of the machine": whole("FROM --platform=$BUILDPLATFORM scratch", "ARG BUILDOS", "ENV a=$BUILDOS"),
  "FROM --platform of another": whole("FROM --platform=linux/arm64 scratch", "ARG TARGETARCH", "ENV a=$TARGETARCH"),
  "FROM --platform that is none": whole("FROM --platform=a/b/c/d scratch"),
  "ARG of a platform before FROM": whole("ARG TARGETARCH=foo", "FROM scratch", "ARG TARGETARCH", "ENV a=$TARGETARCH"),
  "ARG of a platform by a build argument": {
    ...scratch("ARG TARGETARCH", "ENV a=$TARGETARCH"),
    buildArgs: { TARGETARCH: "given" },
  },
  "ARG before FROM sees platforms": whole("ARG a=$TARGETOS-x", "FROM scratch", "ARG a", "ENV b=$a"),
  "ARG before FROM without a value": whole("ARG a", "FROM scratch", "ARG a", "ENV b=x${a}y c=${a-unset}"),
  "ARG empty before FROM": whole("ARG a=", "FROM scratch", "ARG a", "ENV b=${a-unset} c=${a:-empty}"),
  "ARG of a stage is inherited": whole("FROM scratch AS one", "ARG a=1", "FROM one", "ENV b=$a", "ARG a=2", "ENV c=$a"),
  "ARG of a sibling is not seen": whole("FROM scratch AS one", "ARG a=1", "FROM scratch", "ENV b=x$a"),
  "ARG with an error in a default that a build argument replaces": {
    ...scratch("ARG a=${b:?no}", "ENV c=$a"),
    buildArgs: { a: "given" },
  },
  "ARG with an error in its default": scratch("ARG a=${b:?no}", "ENV c=$a"),
  "a proxy is seen only where it is declared": {
    ...scratch("ENV a=x$HTTP_PROXY", "ARG HTTP_PROXY", "ENV b=$HTTP_PROXY"),
    buildArgs: { HTTP_PROXY: "http://proxy" },
  },
  "ARGs of the bill of materials are no variables": scratch(
    "ARG BUILDKIT_SBOM_SCAN_STAGE=true BUILDKIT_SBOM_SCAN_CONTEXT=true",
    "ENV a=x$BUILDKIT_SBOM_SCAN_STAGE$BUILDKIT_SBOM_SCAN_CONTEXT",
  ),
  "SOURCE_DATE_EPOCH as a build argument": {
    ...scratch("ARG SOURCE_DATE_EPOCH", "ENV a=$SOURCE_DATE_EPOCH"),
    buildArgs: { SOURCE_DATE_EPOCH: "1700000000" },
  },
  "SOURCE_DATE_EPOCH before FROM": whole(
    "ARG SOURCE_DATE_EPOCH=1700000000",
    "FROM scratch",
    "ARG SOURCE_DATE_EPOCH",
    "ENV a=$SOURCE_DATE_EPOCH",
  ),
  "SOURCE_DATE_EPOCH of a directory": {
    ...scratch("ARG SOURCE_DATE_EPOCH", "ENV a=x$SOURCE_DATE_EPOCH"),
    buildArgs: { SOURCE_DATE_EPOCH: "context" },
  },
  "SOURCE_DATE_EPOCH of nothing that is known": {
    ...scratch("ARG SOURCE_DATE_EPOCH", "ENV a=x$SOURCE_DATE_EPOCH"),
    buildArgs: { SOURCE_DATE_EPOCH: "nothing" },
  },
  "SOURCE_DATE_EPOCH that is empty": {
    ...scratch("ARG SOURCE_DATE_EPOCH", "ENV a=x$SOURCE_DATE_EPOCH"),
    buildArgs: { SOURCE_DATE_EPOCH: "" },
  },
  "ONBUILD copies from another stage": whole(
    "FROM scratch AS files",
    file,
    "FROM scratch AS base",
    "ONBUILD COPY --from=files /one /two",
    "ONBUILD ARG a=1",
    "ONBUILD ENV b=$a",
    "FROM base",
    "ENV c=$b",
  ),
  "ONBUILD of ONBUILD": scratch("ONBUILD ONBUILD ENV a=1"),
  "ONBUILD of FROM": scratch("ONBUILD FROM scratch"),
  "history of COPY with flags": {
    dockerfile:
      "FROM scratch AS a\nCOPY <<one /d/one\n1\none\nFROM scratch\nCOPY --from=a --link --exclude=x --parents --chown=1:2 /d/one /e/\nCOPY --from=a --exclude=one /d /f/\n",
  },
};
