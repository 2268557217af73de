/** A Dockerfile that is outlined, and how. */
export interface OutlineCase {
  readonly dockerfile: string;
  readonly target?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
}

const stages = `ARG inherited=slim
ARG inherited2=box2
ARG unused=abc\${inherited2}
# sfx is a suffix
ARG sfx="thon:3.11-\${inherited}"

FROM py\${sfx} AS first
# this is not assigned to anything
ARG FOO=123
# BAR is a number
ARG BAR=456
RUN --mount=type=secret,target=/etc/passwd,required=true --mount=type=ssh true

FROM alpine\${unused} AS second
ARG BAZ
RUN --mount=type=secret,id=other --mount=type=ssh,id=ssh2 true

FROM scratch AS third
ARG ABC=a
# check=skip=all
ARG password
# alternate_password is told of
# check=skip=all
ARG alternate_password
RUN --mount=type=secret,id=third\${ABC} true

# Target begins with a capital
# target defines build target
FROM third AS Target
COPY --from=first /etc/passwd /
RUN --mount=type=ssh,id=ssh3,required --mount=type=secret,id=passwd,env=P true

FROM second
`;

/** Dockerfiles whose outline BuildKit and djib tell alike. */
export const outlineCases: Readonly<Record<string, OutlineCase>> = {
  "a target of several stages": { dockerfile: stages, target: "target", buildArgs: { BAR: "678", none: "x" } },
  "a stage that others need": { dockerfile: stages, target: "third" },
  nothing: { dockerfile: "FROM scratch\n" },
  "a name alone": { dockerfile: "FROM scratch AS it\n" },
  "defaults that are made of others": {
    dockerfile: `ARG FOO=123
ARG ABC=abc
ARG DEF=def
ARG FOO=\${FOO}\${ABC}
ARG BAR=\${FOO}456
ARG FOO=\${FOO}456\${BAR}
FROM scratch
ARG FOO
ARG INFOO=123
ARG INBAR=\${INFOO}456
ARG INFOO=\${INFOO}456\${INBAR}
`,
  },
  "a given argument needs none of its default": {
    dockerfile: "ARG A=1\nARG B=$A\nFROM scratch\nARG B\n",
    buildArgs: { B: "<b> & 日本" },
  },
  "an argument of a platform, one of no value, one of a stage above with the same name": {
    dockerfile: `# TARGETARCH is not told of
ARG G
FROM scratch AS a
# X is of the base
ARG X=base Y=base
FROM a AS b
ARG TARGETARCH G
# X is of the child
ARG X
# Y is longer than any other
ARG NONE Z=$X Y=\${Y}\${TARGETARCH}
`,
    target: "b",
  },
  "a platform from an argument, and a stage that is mounted": {
    dockerfile: `ARG P=linux/amd64
ARG BASE=scratch
FROM --platform=$P $BASE AS m
ARG M=1
FROM scratch
RUN --mount=from=m,target=/m \\
    --mount=type=secret,id=a \\
    --mount=type=secret,id=a,required,target=/b true
RUN --mount=type=secret,id=a,required <<EOF
true
EOF
ARG BUILDKIT_SBOM_SCAN_STAGE=true
ARG AFTER=1 \\
    # ONE is not above
    ONE=2
`,
  },
  "triggers of a stage": {
    dockerfile: "FROM scratch AS a\nONBUILD ARG T=1\nONBUILD RUN --mount=type=ssh true\nFROM a\n",
  },
};
