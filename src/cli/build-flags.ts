import type { Flags } from "./flags.ts";

const what = "What to build";
const how = "How to build it";

/** Flags that `build` and `plan` share; docker build's names for docker build's meanings. */
export const planFlags = {
  file: {
    kind: "text",
    short: "f",
    value: "FILE",
    group: what,
    about: "default PATH/Dockerfile; - is standard input",
  },
  target: { kind: "text", value: "STAGE", group: what, about: "build this stage instead of the last" },
  "build-arg": {
    kind: "map",
    value: "NAME=VALUE",
    group: what,
    about: "set an ARG; NAME alone: from the environment",
  },
  "build-context": {
    kind: "map",
    value: "NAME=PLACE",
    group: what,
    about: "what stands in for an image or a stage",
  },
  label: { kind: "map", value: "KEY=VALUE", group: what, about: "add a label" },
  platform: {
    kind: "list",
    value: "OS/ARCH,…",
    group: what,
    about: "build for these; several make an index",
  },
  pull: { kind: "switch", group: how, about: "ask the registry for newer base images" },
  network: {
    kind: "text",
    value: "MODE",
    choices: ["default", "none", "host"],
    group: how,
    about: "network of RUN: default, none or host",
  },
  secret: {
    kind: "list",
    value: "id=NAME,src=FILE",
    group: how,
    about: "for RUN --mount=type=secret; env=VARIABLE too",
  },
  ssh: { kind: "list", value: "default|ID=SOCKET", group: how, about: "an SSH agent for RUN --mount=type=ssh" },
  "add-host": { kind: "list", value: "NAME:ADDRESS", group: how, about: "add a line to /etc/hosts of RUN" },
  "shm-size": { kind: "text", value: "BYTES", group: how, about: "size of /dev/shm of RUN; 64m by default" },
  ulimit: { kind: "list", value: "TYPE=SOFT[:HARD]", group: how, about: "a limit of RUN, for example nofile=1024" },
  "cgroup-parent": { kind: "text", value: "GROUP", group: how, about: "the control group to run RUN in (root alone)" },
  allow: { kind: "list", value: "RIGHT", group: how, about: "let RUN have network.host or security.insecure" },
  executor: {
    kind: "text",
    value: "NAME",
    choices: ["auto", "linux", "portable", "vm"],
    group: how,
    about: "what executes RUN: auto, linux or portable",
  },
  "allow-owner-loss": { kind: "switch", group: how, about: "RUN with a single user ID: root owns all files" },
} as const satisfies Flags;

const out = "Where the image goes (always: djib's own store)";
const shown = "What is shown";

export const buildFlags = {
  tag: { kind: "list", short: "t", value: "NAME[:TAG]", group: out, about: "name the image" },
  push: { kind: "switch", group: out, about: "send it to the registries of its names" },
  load: { kind: "switch", group: out, about: "give it to Docker or Podman, one has to answer" },
  "no-load": { kind: "switch", group: out, about: "do not load it, though an engine answers" },
  output: {
    kind: "list",
    short: "o",
    value: "OUTPUT",
    group: out,
    about: "type=oci|docker|oci-dir|tar|local,dest=PATH",
  },
  annotation: { kind: "list", value: "KEY=VALUE", group: out, about: "[manifest|index|…[PLATFORM]:]KEY=VALUE" },
  attest: { kind: "list", value: "TYPE", group: out, about: "type=sbom or type=provenance,mode=min|max" },
  sbom: { kind: "text", value: "true", group: out, about: "list what is installed (SPDX)" },
  provenance: { kind: "text", value: "true", group: out, about: "say how it was built (SLSA)" },
  iidfile: { kind: "text", value: "FILE", group: out, about: "write the image ID to a file" },
  "metadata-file": { kind: "text", value: "FILE", group: out, about: "write digests and names to a file, as JSON" },
  ...planFlags,
  "no-cache": { kind: "switch", group: how, about: "do every step anew" },
  "cache-from": { kind: "list", value: "CACHE", group: how, about: "IMAGE or type=local,src=PATH" },
  "cache-to": {
    kind: "list",
    value: "CACHE",
    group: how,
    about: "type=registry|local|inline[,mode=max]",
  },
  timestamps: {
    kind: "text",
    value: "HOW",
    choices: ["content", "keep"],
    group: how,
    about: "content: reproducible; keep: as docker build",
  },
  modes: {
    kind: "text",
    value: "HOW",
    choices: ["git", "keep"],
    group: how,
    about: "git: 0644 and 0755; keep: the bits on disk",
  },
  progress: {
    kind: "text",
    value: "HOW",
    choices: ["auto", "tty", "plain", "json", "rawjson", "quiet"],
    group: shown,
    about: "auto, tty, plain, json or quiet",
  },
  check: { kind: "switch", group: shown, about: "docker's warnings, without building" },
  call: {
    kind: "text",
    value: "METHOD",
    group: shown,
    about: "check, outline or targets; builds nothing",
  },
  quiet: { kind: "switch", short: "q", group: shown, about: "print the image ID alone" },
} as const satisfies Flags;
