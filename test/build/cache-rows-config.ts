import { edit, type Row } from "./cache-row.ts";

const base = (files: Record<string, string>, more: object = {}) => ({ base: { files, ...more } });
const started = { bases: base({ "etc/one": "1" }) };

/** FROM, ARG, ENV and the instructions that only configure. */
export const configRows: readonly Row[] = [
  {
    what: "FROM an image: its layers count, its configuration for the image alone",
    project: { dockerfile: "FROM base\nRUN true\n", ...started },
    misses: { "another layer": { bases: base({ "etc/one": "2" }) } },
    configures: { "another command": { bases: base({ "etc/one": "1" }, { config: { Cmd: ["x"] } }) } },
  },
  {
    what: "FROM a stage: what it is made of, not what it is called",
    project: { dockerfile: "FROM scratch AS one\nCOPY file /\nFROM one\nRUN true\n", files: { file: "1" } },
    misses: { "another file in the stage": { files: { file: "2" } } },
    same: {
      "another name": {
        edit: [
          ["AS one", "AS two"],
          ["FROM one", "FROM two"],
        ],
      },
    },
  },
  {
    what: "FROM --platform and --platform: of a RUN",
    project: { dockerfile: "FROM --platform=$BUILDPLATFORM base\nRUN true\n", ...started },
    misses: { "for another platform": edit("--platform=$BUILDPLATFORM", "--platform=linux/arm64") },
    same: { "written out": edit("$BUILDPLATFORM", "linux/amd64") },
  },
  {
    what: "stages that the target does not need",
    project: { dockerfile: "FROM scratch AS other\nRUN one\nFROM scratch\nRUN true\n" },
    same: {
      "another RUN there": edit("RUN one", "RUN two"),
      "without it": edit("FROM scratch AS other\nRUN one\n", ""),
    },
  },
  {
    what: "ARG before a RUN: its value; declared after it: nothing",
    project: { dockerfile: "FROM scratch\nARG BEFORE=1\nRUN true\nARG AFTER=1\n" },
    misses: { "another default": edit("BEFORE=1", "BEFORE=2"), "another --build-arg": { args: { BEFORE: "3" } } },
    same: {
      "the same value by --build-arg": { args: { BEFORE: "1" } },
      "a --build-arg that nothing declares": { args: { OTHER: "1" } },
    },
    configures: { "a value that comes later": { args: { AFTER: "2" } } },
  },
  {
    what: "ARG before the first FROM: only where a stage declares it",
    project: { dockerfile: "ARG SHARED=1\nARG UNUSED=1\nFROM scratch\nARG SHARED\nRUN true\n" },
    misses: { declared: { args: { SHARED: "2" } } },
    same: { "not declared": { args: { UNUSED: "2" } } },
  },
  {
    what: "ARG that a COPY does not use",
    project: { dockerfile: "FROM scratch\nARG USED=a\nARG UNUSED=1\nCOPY file /$USED\n", files: { file: "" } },
    misses: { "used in the destination": { args: { USED: "b" } } },
    configures: { "not used": { args: { UNUSED: "2" } } },
  },
  {
    what: "predefined arguments: proxies reach a RUN and are no part of its key",
    project: { dockerfile: "FROM scratch\nRUN true\n" },
    same: {
      "a proxy": { args: { HTTP_PROXY: "http://proxy:1", no_proxy: "x" } },
      "BUILDKIT_ ones": { args: { BUILDKIT_MULTI_PLATFORM: "1" } },
    },
  },
  {
    what: "predefined arguments that the stage declares",
    project: { dockerfile: "FROM scratch\nARG HTTP_PROXY\nRUN true\n" },
    misses: { "a proxy": { args: { HTTP_PROXY: "http://proxy:1" } } },
  },
  {
    what: "platform arguments: TARGETARCH counts where it is declared",
    project: { dockerfile: "FROM scratch\nARG TARGETARCH\nCOPY file /$TARGETARCH\n", files: { file: "" } },
    misses: { "for another platform": { platform: "linux/arm64" } },
  },
  {
    what: "ENV before a RUN: names, values, order; after it: nothing",
    project: { dockerfile: "FROM scratch\nENV A=1 B=2\nRUN true\nENV AFTER=1\n" },
    misses: {
      "another value": edit("A=1", "A=2"),
      // BuildKit's list of the environment has an order, which a program may see.
      "another order": edit("A=1 B=2", "B=2 A=1"),
      "one more": edit("B=2", "B=2 C=3"),
    },
    configures: {
      "a value that comes later": edit("AFTER=1", "AFTER=2"),
      "the same in two lines": edit("ENV A=1 B=2", "ENV A=1\nENV B=2"),
    },
  },
  {
    what: "ENV that a COPY does not use",
    project: { dockerfile: "FROM scratch\nENV USED=a UNUSED=1\nCOPY file /$USED\n", files: { file: "" } },
    misses: { "used in the destination": edit("USED=a", "USED=b") },
    configures: { "not used": edit("UNUSED=1", "UNUSED=2") },
  },
  {
    what: "USER: of a RUN and of a WORKDIR, not of a COPY",
    project: { dockerfile: "FROM scratch\nUSER 1000\nRUN true\n" },
    misses: { "another one": edit("USER 1000", "USER 1001"), "with a group": edit("USER 1000", "USER 1000:5") },
  },
  {
    what: "USER before a COPY",
    project: { dockerfile: "FROM scratch\nUSER 1000\nCOPY file /\n", files: { file: "" } },
    configures: { "another one": edit("USER 1000", "USER 1001") },
  },
  {
    what: "WORKDIR: the path that it comes to, and who owns it",
    project: { dockerfile: "FROM scratch\nWORKDIR /app\n" },
    misses: { "another path": edit("/app", "/srv"), "of another user": edit("WORKDIR", "USER 5\nWORKDIR") },
    same: { "another way to write it": edit("/app", "app/./") },
  },
  {
    what: "WORKDIR before a RUN and a COPY",
    project: { dockerfile: "FROM base\nWORKDIR /\nRUN true\n", ...started },
    misses: { "another directory": edit("WORKDIR /", "WORKDIR /etc") },
  },
  {
    what: "SHELL: of a RUN in shell form",
    project: { dockerfile: 'FROM scratch\nSHELL ["/bin/sh", "-c"]\nRUN true\n' },
    misses: { "another one": edit("/bin/sh", "/bin/bash"), "with another flag": edit('"-c"', '"-ec"') },
  },
  {
    what: "SHELL: not of a RUN in exec form",
    project: { dockerfile: 'FROM scratch\nSHELL ["/bin/sh", "-c"]\nRUN ["true"]\n' },
    configures: { "another one": edit("/bin/sh", "/bin/bash") },
  },
  ...[
    ["CMD", 'CMD ["a"]', 'CMD ["b"]'],
    ["ENTRYPOINT", 'ENTRYPOINT ["a"]', "ENTRYPOINT a"],
    ["EXPOSE", "EXPOSE 80", "EXPOSE 80/udp"],
    ["VOLUME", "VOLUME /a", "VOLUME /b"],
    ["STOPSIGNAL", "STOPSIGNAL TERM", "STOPSIGNAL INT"],
    ["LABEL", "LABEL a=1", "LABEL a=2"],
    ["MAINTAINER", "MAINTAINER a", "MAINTAINER b"],
    ["HEALTHCHECK", "HEALTHCHECK CMD a", "HEALTHCHECK --interval=5s CMD a"],
    ["HEALTHCHECK NONE", "HEALTHCHECK NONE", "HEALTHCHECK CMD a"],
    ["ONBUILD", "ONBUILD RUN a", "ONBUILD RUN b"],
  ].map(([what, one, two]): Row => ({
    what: `${what}: the configuration alone`,
    project: { dockerfile: `FROM scratch\n${one}\nCOPY file /\nRUN true\n`, files: { file: "" } },
    configures: { "another one": edit(one!, two!), none: edit(`${one}\n`, "") },
  })),
  {
    what: "ONBUILD of the base: the step that it becomes",
    project: { dockerfile: "FROM scratch AS one\nONBUILD RUN a\nFROM one\n" },
    misses: { "another one": edit("RUN a", "RUN b") },
  },
  {
    what: "the text of the Dockerfile: comments, blanks, case, continuations, directives, its name",
    project: { dockerfile: "FROM scratch\nRUN true  one\nCOPY file /\n", files: { file: "" } },
    same: {
      "a comment": edit("RUN", "# why\nRUN"),
      "empty lines": edit("\nRUN", "\n\n\nRUN"),
      "another case of instructions": edit("RUN", "run"),
      "a continuation": edit("COPY file", "COPY \\\n  file"),
      "a syntax directive": edit("FROM", "# syntax=docker/dockerfile:1\nFROM"),
      "another name": { file: "web.Dockerfile" },
    },
    misses: { "a blank within a command": edit("true  one", "true one") },
  },
  {
    what: "flags that are no part of a step",
    project: { dockerfile: "FROM scratch AS one\nRUN true\n" },
    same: { "--target": { more: { target: "one" } } },
    configures: {
      "--label": { more: { labels: new Map([["a", "1"]]) } },
      SOURCE_DATE_EPOCH: { more: { sourceDateEpoch: 1 } },
    },
    misses: { "--no-cache": { more: { noCache: true } }, "--timestamps": { more: { timestamps: "keep" } } },
  },
];
