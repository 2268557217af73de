export interface MaterialsCase {
  /** PATH of the command line; "." is a folder with the Dockerfile. */
  readonly context?: string;
  readonly dockerfile?: string;
  /** --build-context. */
  readonly contexts?: Readonly<Record<string, string>>;
}

const copied = "FROM scratch\nCOPY --from=named / /\n";

/** What is built by both, to compare what provenance tells of its origin. `{words}` are the fixture's. */
export const cases: Readonly<Record<string, MaterialsCase>> = {
  "a git context": { context: "http://{git}/site.git" },
  "a git context, its tag and directory": { context: "http://{git}/site.git#v1:d" },
  "a git context with a password": { context: "http://me:hunter2@{git}/site.git#v1" },
  "an archive as the context": { context: "http://{web}/site.tar" },
  "a Dockerfile as the context": { context: "http://me:hunter2@{web}/Dockerfile" },
  "ADD of a file and of a repository": {
    dockerfile: "FROM scratch\nADD http://{web}/f.txt /\nADD http://me:hunter2@{git}/site.git#v1 /site/\n",
  },
  "ADD of two files and the same twice": {
    dockerfile: "FROM scratch\nADD http://{web}/site.tar http://{web}/f.txt /a/\nADD http://{web}/f.txt /b/\n",
  },
  "a stage that is not built": {
    dockerfile: "FROM scratch AS other\nADD http://{web}/f.txt /\nFROM scratch\nCOPY Dockerfile /\n",
  },
  "a named context in git": { dockerfile: copied, contexts: { named: "http://me:hunter2@{git}/site.git#v1" } },
  "a named context of the web": { dockerfile: copied, contexts: { named: "http://{web}/f.txt" } },
  "a named context that nobody asks for": {
    dockerfile: "FROM scratch\nCOPY Dockerfile /\n",
    contexts: { named: "http://{web}/f.txt" },
  },
  "an image by name, and one to copy from": {
    dockerfile:
      "FROM python:3.11-slim AS base\nFROM scratch\nCOPY --from=base /etc/debian_version /a\nCOPY --from=python:3.11-slim /etc/debian_version /b\nADD http://{web}/f.txt /\n",
  },
  "a named context that is an image": {
    dockerfile: "FROM scratch\nCOPY --from=named /etc/debian_version /\n",
    contexts: { named: "docker-image://python:3.11-slim" },
  },
  "a RUN that mounts an image": {
    dockerfile:
      "FROM python:3.11-slim AS base\nRUN --network=none --mount=from=named,target=/m ls /m/etc/debian_version > /x\nFROM scratch\nCOPY --from=base /x /\n",
    contexts: { named: "docker-image://python:3.11-slim" },
  },
};
