import type { RunOptions } from "../../src/executor/executor.ts";
import { edit, type Row } from "./cache-row.ts";

const mount = (options: string) => `FROM scratch\nRUN --mount=${options} true\n`;
const files = { "dir/one": "1", "dir/two": "2", other: "o" };

const options = (more: Partial<RunOptions>): RunOptions => ({
  extraHosts: [{ name: "a", address: "10.0.0.1" }],
  shmSize: undefined,
  ulimits: [],
  cgroupParent: undefined,
  ...more,
});

/** RUN and its flags. */
export const runRows: readonly Row[] = [
  {
    what: "RUN: the command, and what executes it",
    project: { dockerfile: "FROM scratch\nRUN one two\n" },
    misses: {
      "another command": edit("one two", "one three"),
      "the same words in exec form": edit("one two", '["one", "two"]'),
      "another executor": { executor: "another" },
      "another platform": { platform: "linux/arm64" },
    },
    same: { "files of the context": { files: { one: "1" } } },
  },
  {
    what: "RUN in exec form: each word",
    project: { dockerfile: 'FROM scratch\nRUN ["a", "b c"]\n' },
    misses: { "divided otherwise": edit('"a", "b c"', '"a b", "c"') },
    same: { "blanks between": edit('["a", "b c"]', '[ "a" ,  "b c" ]') },
  },
  {
    what: "RUN after a RUN: what the first one left, not how it was called",
    project: { dockerfile: "FROM scratch\nRUN one\nRUN two\n" },
    misses: { "another first one": edit("RUN one", "RUN other") },
  },
  {
    what: "RUN with a heredoc: its body",
    project: { dockerfile: "FROM scratch\nRUN <<EOF\necho one\nEOF\n" },
    misses: { "another line": edit("echo one", "echo two"), "an interpreter": edit("echo one", "#!/bin/x\necho one") },
  },
  {
    what: "RUN with a heredoc for a command: its body and its name",
    project: { dockerfile: "FROM scratch\nRUN cat <<EOF >/x\none\nEOF\n" },
    misses: { "another line": edit("one", "two"), quoted: edit("<<EOF", '<<"EOF"') },
  },
  {
    what: "RUN --network and --network",
    project: {
      dockerfile: "FROM scratch\nRUN --network=default true\n",
      more: { allow: new Set(["network.host"] as const) },
    },
    misses: { none: edit("=default", "=none"), host: edit("=default", "=host") },
    same: { "the default": edit("--network=default ", "") },
  },
  {
    what: "RUN under --network",
    project: { dockerfile: "FROM scratch\nRUN true\n" },
    misses: { none: { more: { network: "none" } } },
  },
  {
    what: "RUN under --add-host, --shm-size, --ulimit and --cgroup-parent: all but the addresses",
    project: { dockerfile: "FROM scratch\nRUN true\n", more: { runOptions: options({}) } },
    misses: {
      "another name": { more: { runOptions: options({ extraHosts: [{ name: "b", address: "10.0.0.1" }] }) } },
      "more memory": { more: { runOptions: options({ shmSize: 1 << 20 }) } },
      "a limit": { more: { runOptions: options({ ulimits: [{ name: "nofile", soft: 5, hard: 5 }] }) } },
      "a control group": { more: { runOptions: options({ cgroupParent: "/x" }) } },
    },
    same: {
      // As BuildKit: addresses change with each start of what they belong to.
      "another address": { more: { runOptions: options({ extraHosts: [{ name: "a", address: "10.0.0.2" }] }) } },
    },
  },
  {
    what: "RUN --security",
    project: {
      dockerfile: "FROM scratch\nRUN --security=sandbox true\n",
      more: { allow: new Set(["security.insecure"] as const) },
    },
    misses: { insecure: edit("sandbox", "insecure") },
    same: { "the default": edit("--security=sandbox ", "") },
  },
  {
    what: "RUN --mount=type=bind: what is mounted, where and how",
    project: { dockerfile: mount("source=dir,target=/mnt"), files },
    misses: {
      "another content": { files: { "dir/one": "3" } },
      "one more": { files: { "dir/three": "3" } },
      "another place": edit("/mnt", "/srv"),
      "to be written": edit("target", "rw,target"),
      "not mounted": edit("--mount=source=dir,target=/mnt ", ""),
    },
    same: {
      "another file beside": { files: { other: "p" } },
      "another time": { files: { "dir/one": { content: "1", mtime: 1 } } },
      "another way to write it": edit("source=dir,target", "type=bind,src=./dir,dst"),
      "from elsewhere, alike": { ...edit("source=dir", "source=copy"), files: { "copy/one": "1", "copy/two": "2" } },
    },
  },
  {
    what: "RUN --mount=type=bind,from=stage: what is mounted of it",
    project: {
      dockerfile:
        "FROM scratch AS one\nCOPY dir /dir\nCOPY other /\nFROM scratch\nRUN --mount=from=one,source=dir,target=/mnt true\n",
      files,
    },
    misses: { "another content": { files: { "dir/one": "3" } } },
    spares: { "a file of the stage that is not mounted": { files: { other: "p" } } },
  },
  {
    what: "RUN --mount=type=cache: where and for whom, not which cache it is",
    project: { dockerfile: mount("type=cache,target=/root/.cache") },
    misses: {
      "another place": edit("/root/.cache", "/var/cache"),
      "another owner": edit("target", "uid=5,target"),
      "for reading": edit("target", "ro,target"),
    },
    same: {
      "another cache": edit("target", "id=x,target"),
      "another way to share it": edit("target", "sharing=locked,target"),
    },
  },
  {
    what: "RUN --mount=type=tmpfs: where and how large",
    project: { dockerfile: mount("type=tmpfs,target=/t") },
    misses: { "another place": edit("/t", "/u"), "another size": edit("target", "size=5,target") },
  },
  {
    what: "RUN --mount=type=secret: which and where, never what it is",
    project: { dockerfile: mount("type=secret,id=a"), secrets: { a: "one", b: "two" } },
    misses: {
      "another one": edit("id=a", "id=b"),
      "another place": edit("id=a", "id=a,target=/a"),
      "as a variable": edit("id=a", "id=a,env=A"),
    },
    same: { "another value": { secrets: { a: "three" } }, "not given": { secrets: {} } },
  },
  {
    what: "RUN --mount=type=ssh: which agent and where",
    project: { dockerfile: mount("type=ssh") },
    misses: {
      "another one": edit("type=ssh", "type=ssh,id=a"),
      "another place": edit("type=ssh", "type=ssh,target=/agent"),
    },
  },
];
