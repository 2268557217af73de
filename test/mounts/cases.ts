import { readFileSync } from "node:fs";

/** A build whose last stage shows what a mount does; the context holds `files`. */
export interface MountCase {
  /** After a base of busybox and LABEL begin=here, from where on the answer counts. */
  readonly lines: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Secrets by id. */
  readonly secrets?: Readonly<Record<string, string>>;
}

const files = { "app/a": "A\n", "app/sub/b": "B\n", other: "O\n" };
const show = "find . -type f | sort | xargs cat";

/** Each is built by BuildKit (recorded) and by djib; layers, history and failure have to be the same. */
export const mountCases: Readonly<Record<string, MountCase>> = {
  "the context at an absolute target": {
    files,
    lines: `RUN --mount=target=/ctx (cd /ctx/app; ${show}; stat -c %u:%g .) >/out`,
  },
  "the context at a relative target": { files, lines: "WORKDIR /w\nRUN --mount=target=c,source=app cp -r c /copy" },
  "a bind without a target is WORKDIR": { files, lines: "WORKDIR /w\nRUN --mount=type=bind,source=app cat a >/out" },
  "one file": { files, lines: "RUN --mount=source=app/a,target=/etc/new/a cat /etc/new/a >/out" },
  "what is written to a mount": {
    files,
    lines:
      "RUN --mount=target=/ctx,rw sh -c 'echo 1 >/ctx/new; rm /ctx/other; ls /ctx >/out'\nRUN ls -d /ctx >/still || true",
  },
  "a mount over files of the image": {
    lines: "RUN --mount=type=tmpfs,target=/etc/apt ls -A /etc/apt >/out; touch /etc/apt/x",
  },
  "files beside a mount point that was not there": {
    lines: "RUN --mount=type=cache,target=/var/new/deep/cache touch /var/new/beside",
  },
  "a mount in a mount": {
    files,
    lines:
      "RUN --mount=target=/m,rw --mount=type=tmpfs,target=/m/sub/tmp --mount=type=cache,target=/m/cache ls -R /m >/out",
  },
  "two mounts with one target": {
    files,
    lines: "RUN --mount=target=/m,source=app --mount=target=/m,source=app/sub ls /m >/out",
  },
  "a cache with an owner": {
    lines: "RUN --mount=type=cache,target=/c,mode=0711,uid=12,gid=34 stat -c '%a %u %g' /c >/out",
  },
  "a cache that begins with files": {
    lines:
      "FROM base AS seed\nRUN mkdir /seed && echo s >/seed/f\nFROM base\nLABEL begin=here\nRUN --mount=type=cache,from=seed,source=/seed,target=/c cat /c/f >/out",
  },
  "a tmpfs": {
    lines:
      "RUN --mount=type=tmpfs,target=/t,size=1m df -k /t | tail -n1 | awk '{print $1, $2}' >/out; stat -c %a /t >>/out",
  },
  "a tmpfs where a directory is": { lines: "RUN --mount=type=tmpfs,target=/root stat -c %a /root >/out" },
  "a secret as a file": {
    secrets: { s: "value" },
    lines: "RUN --mount=type=secret,id=s cat /run/secrets/s >/out; stat -c '%a %u %g' /run/secrets/s >>/out",
  },
  "a secret with an owner and a place": {
    secrets: { s: "value" },
    lines: "WORKDIR /w\nRUN --mount=type=secret,id=s,target=at,uid=5,gid=6,mode=0640 stat -c '%a %u %g' /w/at >/out",
  },
  "a secret as a variable": {
    secrets: { s: "value" },
    lines:
      'ENV V=plain\nRUN --mount=type=secret,id=s,env=V --mount=type=secret,id=none,env=W echo "[$V] [$W] $(ls /run/secrets 2>&1)" >/out',
  },
  "a secret as both": {
    secrets: { s: "value" },
    lines: 'RUN --mount=type=secret,id=s,env=V,target=/etc/v echo "$V $(cat /etc/v)" >/out',
  },
  "a secret that is not there": { lines: "RUN --mount=type=secret,id=none ls /run/secrets >/out 2>&1; true" },
  "a secret that has to be there": { lines: "RUN --mount=type=secret,id=none,required true" },
  "an agent that is not there": {
    lines: "RUN --mount=type=ssh echo $SSH_AUTH_SOCK >/out; ls $SSH_AUTH_SOCK 2>/dev/null; true",
  },
  "an agent that has to be there": { lines: "RUN --mount=type=ssh,required true" },
  "an empty tree": { lines: "RUN --mount=from=scratch,target=/m ls -A /m >/out" },
  "a source that is not there": { files, lines: "RUN --mount=source=nosuch,target=/m true" },
  "a target that is a file": { files, lines: "RUN --mount=source=app,target=/etc/passwd true" },
  "the root as a target": { files, lines: "RUN --mount=target=/ true" },
  "arguments in the history": { files, lines: "ARG N=1\nRUN --mount=target=/ctx,source=$N/.. echo $N >/out" },
  "a variable in a target": { files, lines: "ARG D=/dir\nRUN --mount=target=${D}x,source=app cat /dirx/a >/out" },
};

const base = `FROM scratch AS base
COPY --chmod=0755 busybox /bin/
RUN ["/bin/busybox", "sh", "-c", "cd /bin; for name in $(./busybox --list); do ./busybox ln -s busybox $name; done; mkdir -p -m 700 /root; mkdir -p /etc/apt /var; touch /etc/apt/sources; echo root:x:0:0:root:/root:/bin/sh >/etc/passwd"]
LABEL begin=here
`;

/** The context of a case: its own files, and a busybox for the base, which is small where layers are read. */
export const contextOf = ({ files, lines }: MountCase): Readonly<Record<string, string | Uint8Array>> => ({
  ...files,
  busybox: readFileSync("/bin/busybox"),
  Dockerfile: `${base}${lines}\n`,
});
