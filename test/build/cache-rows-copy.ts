import { header, padded } from "../support/raw-tar.ts";
import { type Change, edit, type Row } from "./cache-row.ts";

const copy = (line: string) => `FROM scratch\n${line}\n`;
const files = { "dir/one": "1", "dir/sub/two": "2", other: "o", same: "1" };
const touched: Change = { files: { "dir/one": { content: "1", mtime: 1 } } };
const beside: Change = { files: { other: "p" } };

const archive = (content: string, mtime = 0): Uint8Array =>
  Buffer.concat([header({ name: "inside", size: content.length, mtime }), padded(content), Buffer.alloc(1024)]);

const users = (line: string) => ({ base: { files: { "etc/passwd": `app:x:${line}:1::/:/bin/sh\n` } } });

/** COPY, ADD, the context, and their flags. */
export const copyRows: readonly Row[] = [
  {
    what: "COPY of files: names, content and the right to execute",
    project: { dockerfile: copy("COPY dir other /to/"), files },
    misses: {
      "another content": { files: { "dir/one": "3" } },
      "one more": { files: { "dir/three": "3" } },
      "an empty directory": { files: { "dir/empty/": "" } },
      "one less": { files: { "dir/one": undefined } },
      "to be executed": { files: { "dir/one": { content: "1", mode: 0o755 } } },
      "a link": { files: { "dir/link": { link: "one" } } },
      "another place": edit("/to/", "/there/"),
      "in another order": edit("dir other", "other dir"),
    },
    same: {
      "another time": touched,
      "another file beside": { files: { same: "2" } },
      "other bits that git does not keep": { files: { "dir/one": { content: "1", mode: 0o600 } } },
    },
    configures: { "another way to write it": edit("dir other", "./dir/ /other") },
  },
  {
    what: "COPY of a symlink: what it leads to, and within a directory where it points",
    project: { dockerfile: copy("COPY dir /to/"), files: { "dir/link": { link: "one" }, "dir/one": "1" } },
    misses: {
      "pointing elsewhere": {
        dockerfile: copy("COPY dir /to/"),
        files: { "dir/link": undefined, "dir/other": { link: "two" } },
      },
    },
    same: { "another time": touched },
  },
  {
    what: "COPY with a wildcard: what it matches",
    project: { dockerfile: copy("COPY d*/o* /to/"), files },
    misses: { "one more": { files: { "dir/other": "" } } },
    same: { "one that it does not match": { files: { "dir/two": "" } } },
    configures: { "written out": edit("d*/o*", "dir/one") },
  },
  {
    what: "COPY where --modes=keep",
    project: { dockerfile: copy("COPY dir /to/"), files, more: { modes: "keep" } },
    misses: { "other bits": { files: { "dir/one": { content: "1", mode: 0o600 } } } },
    same: { "another time": touched },
  },
  {
    what: "COPY --chown: the words, and the ids that names have in the base",
    project: { dockerfile: "FROM base\nCOPY --chown=app dir /to/\n", files, bases: users("5") },
    misses: {
      "another id of the name": { bases: users("6") },
      "another owner": edit("=app", "=5:5"),
      none: edit("--chown=app ", ""),
    },
    same: { "another time": touched },
  },
  {
    what: "COPY --chmod",
    project: { dockerfile: copy("COPY --chmod=0644 dir /to/"), files },
    misses: { "other bits": edit("0644", "0600"), none: edit("--chmod=0644 ", "") },
    same: { "another file beside": beside },
  },
  {
    what: "COPY --link: not what is below",
    project: { dockerfile: "FROM scratch\nRUN one\nCOPY --link dir /to/\n", files },
    misses: { "another content": { files: { "dir/one": "3" } }, "without it": edit("--link ", "") },
    spares: { "another step before": edit("RUN one", "RUN two") },
    same: { "another time": touched },
  },
  {
    what: "COPY --exclude: what is left",
    project: { dockerfile: copy("COPY --exclude=one dir /to/"), files },
    misses: { "another content": { files: { "dir/sub/two": "3" } }, "less left out": edit("--exclude=one ", "") },
    same: { "what is left out": { files: { "dir/one": "3" } }, "another file beside": beside },
  },
  {
    what: "COPY --parents: the directories above as well",
    project: { dockerfile: copy("COPY --parents dir/sub/two /to/"), files },
    misses: {
      "another content": { files: { "dir/sub/two": "3" } },
      "fewer directories": edit("dir/sub/two", "dir/./sub/two"),
    },
    same: { "another file beside": beside, "a sibling": { files: { "dir/one": "3" } } },
  },
  {
    what: "COPY of a heredoc: its body as it is expanded",
    project: { dockerfile: "FROM scratch\nARG A=1\nCOPY <<EOF /file\n$A\nEOF\n" },
    misses: { "another line": edit("$A\nEOF", "$A x\nEOF"), "another value": { args: { A: "2" } } },
    same: { "the value itself": edit("$A\n", "1\n") },
  },
  {
    what: "COPY --from a stage: what is copied of it",
    project: {
      dockerfile: "FROM scratch AS one\nCOPY dir /dir\nCOPY other /\nFROM scratch\nCOPY --from=one /dir /to/\n",
      files,
    },
    misses: { "another content": { files: { "dir/one": "3" } }, "another part": edit("one /dir", "one /dir/sub") },
    spares: { "a file of the stage that is not copied": beside },
    same: { "another time": touched, "by number": edit("--from=one", "--from=0") },
  },
  {
    what: "COPY --from an image: its files",
    project: { dockerfile: copy("COPY --from=base /etc /to/"), bases: { base: { files: { "etc/a": "1", b: "1" } } } },
    misses: { "another content": { bases: { base: { files: { "etc/a": "2", b: "1" } } } } },
    same: { "a file that is not copied": { bases: { base: { files: { "etc/a": "1", b: "2" } } } } },
  },
  {
    what: "COPY --from a named context: its files",
    project: { dockerfile: copy("COPY --from=extra dir /to/"), contexts: { extra: files } },
    misses: { "another content": { contexts: { extra: { ...files, "dir/one": "3" } } } },
    same: {
      "another time": { contexts: { extra: { ...files, ...touched.files } } },
      "another file beside": { contexts: { extra: { ...files, other: "p" } } },
      "the context itself": { files: { dir: "x" } },
    },
  },
  {
    what: "COPY after a step: what that left",
    project: { dockerfile: "FROM scratch\nCOPY other /\nCOPY dir /to/\n", files },
    misses: { "another file before": beside },
    same: { "another time": touched },
  },
  {
    what: "ADD of an archive: its bytes, unpacked or not",
    project: { dockerfile: copy("ADD files.tar /to/"), files: { "files.tar": archive("1"), other: "" } },
    misses: {
      "another content": { files: { "files.tar": archive("2") } },
      "another time within": { files: { "files.tar": archive("1", 5) } },
      "not unpacked": edit("ADD", "ADD --unpack=false"),
      copied: edit("ADD", "COPY"),
    },
    same: { "another file beside": beside },
  },
  {
    what: ".dockerignore: what it leaves",
    project: { dockerfile: copy("COPY . /"), files: { ...files, ".dockerignore": ".dockerignore\nhidden\n" } },
    misses: {
      "one more hidden": { files: { ".dockerignore": ".dockerignore\nhidden\nother\n" } },
      "one more file": { files: { new: "" } },
    },
    same: {
      "a hidden file": { files: { hidden: "1" } },
      "a comment": { files: { ".dockerignore": "# why\n.dockerignore\nhidden\n" } },
      "a rule that matches nothing": { files: { ".dockerignore": ".dockerignore\nhidden\nnothing\n" } },
    },
  },
];
