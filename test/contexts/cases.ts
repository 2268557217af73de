import type { FileSpec, TarMember } from "../copy/case.ts";

type Files = Readonly<Record<string, FileSpec>>;

/** What --build-context names: a directory, an image in an OCI layout, nothing, a file of a web server, or a repository. */
export type NamedSpec =
  | { readonly files: Files }
  | { readonly image: string }
  | "scratch"
  | { readonly served: string }
  | { readonly repository: Readonly<Record<string, string>>; readonly suffix?: string };

/** A build that BuildKit was asked for; none needs a RUN or a base image of a registry. */
export interface ContextCase {
  readonly dockerfile: string;
  /** Of the context's directory, beside the Dockerfile. */
  readonly files?: Files;
  readonly named?: Readonly<Record<string, NamedSpec>>;
  /** The context in place of the directory: an archive or a text on a web server, or a repository. */
  readonly context?:
    | { readonly tar: readonly TarMember[]; readonly gzip?: boolean; readonly broken?: boolean }
    | Extract<NamedSpec, object>;
  readonly target?: string;
  /** -f, where the context is not the directory. */
  readonly filename?: string;
}

const rootfs = { files: { "etc/x": "x", "bin/y": { mode: 0o755, content: "y" } } } as const;
const image = {
  image:
    'FROM scratch\nCOPY <<one /one\n1\none\nENV a=1\nWORKDIR /w\nCMD ["c"]\nONBUILD ENV triggered=yes\nONBUILD LABEL t=1\n',
} as const;

const member = (name: string, more: Partial<TarMember> = {}): TarMember => ({ name, content: `${name}\n`, ...more });
const file = "FROM scratch\nCOPY . /all/\n";

const namedCases: Record<string, ContextCase> = {
  "a directory in place of an image that COPY names": {
    dockerfile: "FROM scratch\nCOPY --from=base /etc /e\n",
    named: { base: rootfs },
  },
  "a directory, tagged latest": {
    dockerfile: "FROM scratch\nCOPY --from=base:latest etc/x /\nCOPY --from=docker.io/library/base /bin/y /y\n",
    named: { base: rootfs },
  },
  "a directory with a tag of its own": {
    dockerfile: "FROM scratch\nCOPY --from=base:1.0 etc/x /\n",
    named: { "base:1.0": rootfs },
  },
  "a directory in place of a stage": {
    dockerfile: "FROM scratch AS base\nCOPY <<gone /gone\ngone\nFROM scratch\nCOPY --from=base / /all\n",
    named: { base: rootfs },
  },
  "a directory in place of a stage that is named in capitals": {
    dockerfile: "FROM scratch AS Base\nFROM scratch\nCOPY --from=BASE / /all\n",
    named: { base: rootfs },
  },
  "a directory in place of a stage that is built on": {
    dockerfile: "FROM scratch AS base\nENV gone=1\nWORKDIR /gone\nFROM base\nENV kept=1\nCOPY <<f /f\nf\n",
    named: { base: rootfs },
  },
  "a directory that an image is built FROM": {
    dockerfile: "FROM base\nENV a=1\nCOPY <<f /etc/f\nf\n",
    named: { base: rootfs },
  },
  "a directory and its .dockerignore": {
    dockerfile: "FROM scratch\nCOPY --from=base / /all\n",
    named: { base: { files: { ...rootfs.files, ".dockerignore": "etc\n" } } },
  },
  "a wildcard, --parents and --exclude in a directory": {
    dockerfile: "FROM scratch\nCOPY --from=base --parents */? /p/\nCOPY --from=base --exclude=etc / /q/\n",
    named: { base: rootfs },
  },
  "the number of a stage that is replaced": {
    dockerfile: "FROM scratch AS base\nFROM scratch\nCOPY --from=0 /etc/x /x\n",
    named: { base: rootfs },
  },
  "an image in place of one": { dockerfile: "FROM base\nENV b=2\nCOPY <<f /f\nf\n", named: { base: image } },
  "an image in place of a stage": {
    dockerfile: "FROM scratch AS base\nENV gone=1\nFROM base\nENV b=2\n",
    named: { base: image },
  },
  "an image in place of the stage that is the target": {
    dockerfile: "FROM scratch AS base\nENV gone=1\n",
    named: { base: image },
    target: "base",
  },
  "an image that files are copied from": {
    dockerfile: "FROM scratch\nCOPY --from=base /one /two\n",
    named: { base: image },
  },
  "ONBUILD of a stage that is replaced": {
    dockerfile: "FROM scratch AS base\nONBUILD ENV mine=1\nFROM base\nENV b=2\n",
    named: { base: image },
  },
  "nothing in place of an image": { dockerfile: "FROM base\nCOPY <<f /f\nf\n", named: { base: "scratch" } },
  "nothing in place of a stage": {
    dockerfile: "FROM scratch AS base\nCOPY <<f /f\nf\nFROM base\nCOPY <<g /g\ng\n",
    named: { base: "scratch" },
  },
  "nothing that files are copied from": {
    dockerfile: "FROM scratch\nCOPY --from=base * /x/\n",
    named: { base: "scratch" },
  },
  "a name for one platform wins": {
    dockerfile: "FROM scratch\nCOPY --from=base / /\n",
    named: {
      base: rootfs,
      "base::linux/amd64": { files: { only: "here" } },
      "base::linux/arm64": { files: { no: "" } },
    },
  },
  "an earlier stage wins over a name in FROM": {
    dockerfile: "FROM scratch AS one\nCOPY <<f /f\nf\nFROM one\nCOPY --from=two / /two/\n",
    named: { two: rootfs },
  },
  "scratch and context are never replaced": {
    dockerfile: "FROM scratch\nCOPY f /\n",
    files: { f: "f" },
    named: { scratch: rootfs, context: rootfs },
  },
  "no image and no stage of the name": { dockerfile: "FROM scratch\nCOPY --from=scratch / /x/\n" },
  "a file of a web server is called context": {
    dockerfile: "FROM scratch\nCOPY --from=page / /\n",
    named: { page: { served: "hello\n" } },
  },
  "a repository": {
    dockerfile: "FROM scratch\nCOPY --from=repo / /all/\n",
    named: { repo: { repository: { "a/b": "b", c: "c", ".dockerignore": "c\n" } } },
  },
  "a directory of a repository": {
    dockerfile: "FROM scratch\nCOPY --from=repo / /all/\n",
    named: { repo: { repository: { "a/b": "b", c: "c" }, suffix: "#main:a" } },
  },
};

const contextCases: Record<string, ContextCase> = {
  "an archive": { dockerfile: "", context: { tar: [member("Dockerfile", { content: file }), member("d/f")] } },
  "an archive by gzip": {
    dockerfile: "",
    context: { tar: [member("Dockerfile", { content: file }), member("d/f")], gzip: true },
  },
  "an archive with owners and modes": {
    dockerfile: "",
    context: {
      tar: [
        member("Dockerfile", { content: file }),
        member("d/", { type: "directory", mode: 0o755, uid: 7, gid: 8 }),
        member("d/f", { uid: 1000, gid: 1001, mode: 0o755 }),
      ],
    },
  },
  "an archive with links": {
    dockerfile: "",
    context: {
      tar: [
        member("Dockerfile", { content: file }),
        member("a"),
        member("b", { type: "link", linkname: "a" }),
        member("l", { type: "symlink", linkname: "../../etc/passwd" }),
      ],
    },
  },
  "an archive has no .dockerignore": {
    dockerfile: "",
    context: {
      tar: [member("Dockerfile", { content: file }), member(".dockerignore", { content: "f\n" }), member("f")],
    },
  },
  "an archive with names that lead out": {
    dockerfile: "",
    context: { tar: [member("./Dockerfile", { content: file }), member("./d/../f"), member("/g")] },
  },
  "an archive with a small dockerfile": {
    dockerfile: "",
    context: { tar: [member("dockerfile", { content: file }), member("f")] },
  },
  "an archive with a Dockerfile elsewhere": {
    dockerfile: "",
    context: { tar: [member("deploy/app.Dockerfile", { content: file }), member("f")] },
    filename: "deploy/app.Dockerfile",
  },
  "an archive with a Dockerfile that is a link": {
    dockerfile: "",
    context: {
      tar: [member("real", { content: file }), member("Dockerfile", { type: "symlink", linkname: "/real" })],
    },
  },
  "an archive without a Dockerfile": { dockerfile: "", context: { tar: [member("f")] } },
  "an archive that is cut off": {
    dockerfile: "",
    context: {
      tar: [member("Dockerfile", { content: file }), member("f", { content: "x".repeat(9000) })],
      broken: true,
    },
  },
  "a Dockerfile on a web server": { dockerfile: "", context: { served: "FROM scratch\nCOPY context /x\n" } },
  "a repository as the context": {
    dockerfile: "",
    context: { repository: { Dockerfile: file, "d/f": "f", ".dockerignore": "d\n" } },
  },
  "a directory of a repository as the context": {
    dockerfile: "",
    context: { repository: { "app/Dockerfile": file, "app/f": "f", g: "g" }, suffix: "#:app" },
  },
};

export const cases: Readonly<Record<string, ContextCase>> = { ...namedCases, ...contextCases };
