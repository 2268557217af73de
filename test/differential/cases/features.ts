import { type Cases, type Files, lines, onBase } from "../case.ts";

const files: Files = {
  "a/b/c": "c",
  "a/b/d": "d",
  "a/e": "e",
  "x/b/c": "xc",
  top: "t",
  "top.md": "m",
  "a/b/README.md": "r",
};
const copy = (...text: readonly string[]) => lines(["FROM scratch", ...text], { files });
const run = (...text: readonly string[]) => lines(["FROM base", ...text], { files });
const lib: Files = { "lib.py": "lib", "sub/x": "x" };
const named = (flags: readonly string[], ...text: readonly string[]) => lines(text, { files, flags, folders: { lib } });

/** Flags and mounts beyond the plain language: --parents, --exclude, --mount, named contexts. */
export const features: Cases = {
  "COPY --parents": copy("COPY --parents a/b/c top /x/"),
  "COPY --parents with a pivot": copy("COPY --parents ./a/./b/c /x/"),
  "COPY --parents with stars": copy("COPY --parents */b/* /x/"),
  "COPY --parents with two stars": copy("COPY --parents **/*.md /x/"),
  "COPY --parents of a directory": copy("COPY --parents a/b /x/"),
  "COPY --parents of what is not there": copy("COPY --parents a/nothing /x/"),
  "COPY --parents with stars that match nothing": copy("COPY --parents nothing/* top /x/"),
  "COPY --parents --from": lines(
    ["FROM scratch AS s", "COPY . /src", "FROM scratch", "COPY --parents --from=s /src/./a/b /x/"],
    { files },
  ),
  "COPY --parents with an owner and a mode": copy("COPY --parents --chown=3:4 --chmod=700 a/b/c /x/"),
  "COPY --parents to a name": copy("COPY --parents a/b/c /x"),
  "COPY --exclude": copy("COPY --exclude=*.md . /x/"),
  "COPY --exclude with two stars": copy("COPY --exclude=**/*.md . /x/"),
  "COPY --exclude of a directory": copy("COPY --exclude=a/b . /x/"),
  "COPY --exclude twice": copy("COPY --exclude=b --exclude=e a /x/"),
  "COPY --exclude with an exception": copy("COPY --exclude=b --exclude=!b/c a /x/"),
  "COPY --exclude with a star": copy("COPY --exclude=*.md top* /x/"),
  "COPY --exclude of all": copy("COPY --exclude=** a /x/"),
  "COPY --exclude of a file itself": copy("COPY --exclude=top top /x/"),
  "COPY --exclude does not expand": copy("ENV v=b", "COPY --exclude=$v a /x/"),
  "COPY --exclude --from": lines(
    ["FROM scratch AS s", "COPY . /src", "FROM scratch", "COPY --from=s --exclude=**/c /src /x/"],
    { files },
  ),
  "COPY --exclude --parents": copy("COPY --parents --exclude=**/d a /x/"),
  "ADD --exclude": copy("ADD --exclude=b a /x/"),
  "RUN --mount of the context": run("RUN --mount=target=/src cp /src/top /x || busybox cp /src/top /x"),
  "RUN --mount=type=bind of a file": run("RUN --mount=type=bind,source=top,target=/in/top cat /in/top > /x"),
  "RUN --mount=type=bind is read-only": run("RUN --mount=type=bind,target=/src touch /src/x"),
  "RUN --mount=type=bind,rw drops what is written": run(
    "RUN --mount=type=bind,target=/src,rw echo x > /src/new && cat /src/new > /x",
  ),
  "RUN --mount=from a stage": lines(
    ["FROM scratch AS s", "COPY top /", "FROM base", "RUN --mount=from=s,target=/s cat /s/top > /x"],
    { files },
  ),
  "RUN --mount=from an image": run("RUN --mount=from=parent,target=/s cat /s/of-parent > /x"),
  "RUN --mount=from a stage that is not there": run("RUN --mount=from=nowhere,target=/s true"),
  "RUN --mount leaves its mount point": run("RUN --mount=target=/made/here true"),
  "RUN --mount of a source that is not there": run("RUN --mount=source=nothing,target=/s true"),
  "RUN --mount relative to WORKDIR": run("WORKDIR /w", "RUN --mount=target=src ls src/top > x"),
  "RUN --mount without a target": run("RUN --mount=type=bind true"),
  "RUN --mount on the root": run("RUN --mount=target=/ true"),
  "RUN --mount of another type": run("RUN --mount=type=share,target=/x true"),
  "RUN --mount with an unknown key": run("RUN --mount=target=/x,sauce=y true"),
  "RUN --mount=from with a variable": run("ARG s=x", "RUN --mount=from=$s,target=/x true"),
  "RUN --mount=target from a variable": run("ARG t=/in", "RUN --mount=target=$t ls $t/top > /x"),
  "RUN --mount=type=tmpfs": run("RUN --mount=type=tmpfs,target=/t echo x > /t/x && cat /t/x > /x"),
  "RUN --mount=type=tmpfs over what is there": run("RUN --mount=type=tmpfs,target=/data ls /data > /x"),
  "RUN --mount=type=tmpfs with a size": run(
    "RUN --mount=type=tmpfs,target=/t,size=1m busybox dd if=/dev/zero of=/t/x bs=1M count=2",
  ),
  "RUN --mount=type=cache": run(
    "RUN --mount=type=cache,id=one,target=/c echo x > /c/x",
    "RUN --mount=type=cache,id=one,target=/c cat /c/x > /x",
  ),
  "RUN --mount=type=cache with an owner and a mode": run(
    "RUN --mount=type=cache,id=two,target=/c,uid=5,gid=6,mode=0711 stat -c '%u %g %a' /c > /x",
  ),
  "RUN --mount=type=cache from a stage": lines(
    [
      "FROM scratch AS s",
      "COPY top /",
      "FROM base",
      "RUN --mount=type=cache,id=three,from=s,target=/c cat /c/top > /x",
    ],
    { files },
  ),
  "RUN --mount=type=cache over what is there": run("RUN --mount=type=cache,id=four,target=/data ls /data > /x"),
  "RUN --mount=type=cache with another sharing": run("RUN --mount=type=cache,id=five,target=/c,sharing=all true"),
  "RUN --mount=type=cache with a mode that is none": run("RUN --mount=type=cache,id=six,target=/c,mode=rwx true"),
  "RUN --mount=type=secret": lines(
    ["FROM base", "RUN --mount=type=secret,id=s cat /run/secrets/s > /x; stat -c '%u %g %a' /run/secrets/s >> /x"],
    { files: { s: "secret" }, flags: ["--secret=id=s,src={context}/s"] },
  ),
  "RUN --mount=type=secret that is not there": run("RUN --mount=type=secret,id=s ls /run/secrets/s || echo none > /x"),
  "RUN --mount=type=secret that is required": run("RUN --mount=type=secret,id=s,required true"),
  "RUN --mount=type=secret as a variable": lines(
    ["FROM base", "ENV S=other", "RUN --mount=type=secret,id=s,env=S echo $S > /x"],
    { files: { s: "secret" }, flags: ["--secret=id=s,src={context}/s"] },
  ),
  "RUN --mount=type=secret with a target, an owner and a mode": lines(
    ["FROM base", "RUN --mount=type=secret,id=s,target=/in/s,uid=1000,gid=50,mode=0440 stat -c '%u %g %a' /in/s > /x"],
    { files: { s: "secret" }, flags: ["--secret=id=s,src={context}/s"] },
  ),
  "RUN --mount=type=secret without an id": run("RUN --mount=type=secret true"),
  "RUN --mount=type=ssh that is not there": run("RUN --mount=type=ssh echo ${SSH_AUTH_SOCK-unset} > /x"),
  "RUN --mount=type=ssh that is required": run("RUN --mount=type=ssh,required true"),
  "RUN --mount in quotes": run(
    'RUN --mount="type=bind,source=top,target=/in" cat /in > /x',
    "RUN --mount='type=tmpfs,target=/t' true",
  ),
  "RUN --mount twice": run("RUN --mount=source=top,target=/1 --mount=source=top.md,target=/2 cat /1 /2 > /x"),
  "RUN --mount within a mount": run(
    "RUN --mount=type=tmpfs,target=/t --mount=source=top,target=/t/top cat /t/top > /x",
  ),
  "a named context": named(["--build-context=lib={lib}"], "FROM scratch", "COPY --from=lib . /x/"),
  "a named context in place of an image": named(["--build-context=parent={lib}"], "FROM parent", "ENV a=1"),
  "a named context in place of a stage": named(
    ["--build-context=s={lib}"],
    "FROM scratch AS s",
    "COPY top /",
    "FROM scratch",
    "COPY --from=s / /x/",
  ),
  "a named context that is an image": named(["--build-context=other=docker-image://parent"], "FROM other", "ENV a=1"),
  "a named context for a mount": named(
    ["--build-context=lib={lib}"],
    "FROM base",
    "RUN --mount=from=lib,target=/l cat /l/lib.py > /x",
  ),
  "a named context has rules of its own": lines(["FROM scratch", "COPY --from=lib . /x/"], {
    files,
    flags: ["--build-context=lib={lib}"],
    folders: { lib: { ...lib, ".dockerignore": "sub" } },
  }),
  "an added host": {
    ...onBase("RUN busybox grep some-host /etc/hosts > /x"),
    flags: ["--add-host=some-host:10.1.2.3"],
  },
};
