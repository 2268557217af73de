import { stageCases } from "./config-cases-stages.ts";

/** Dockerfiles whose configuration and history BuildKit was asked for; none needs a network or a RUN. */
export interface ConfigCase {
  readonly dockerfile: string;
  readonly target?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

const scratch = (...lines: string[]): ConfigCase => ({ dockerfile: `FROM scratch\n${lines.join("\n")}\n` });
const file = "COPY <<one /one\ntext\none";

export const configCases: Readonly<Record<string, ConfigCase>> = {
  "ENV replaces in place and sees only what was before it": scratch("ENV a=1 b=2", "ENV a=3 c=$a d=${b}x"),
  "ENV in its old form takes the rest of the line": scratch("ENV ONE TWO= THREE=w"),
  "ENV with quotes and escapes": scratch(`ENV a="x y" b=x\\ y c='$d' e="\\$f" g=`),
  "ENV of PATH": scratch("ENV PATH=/app/bin:$PATH"),
  "ENV modifiers": scratch("ENV a=abc", "ENV b=${a:-x} c=${z:-x} d=${a:+y} e=${z:+y} f=${a#a} g=${a%c} h=${a/b/d}"),
  "LABEL merges, the last wins, keys may be quoted": scratch('LABEL a=1 "b c"=2', "LABEL a=3"),
  "ARG with a default is in the history": scratch("ARG a=1", "ARG b", "ENV c=$a"),
  "ARG overridden by a build argument": { dockerfile: "FROM scratch\nARG a=1\nENV b=$a\n", buildArgs: { a: "2" } },
  "ARG without a value from a build argument": { dockerfile: "FROM scratch\nARG a\nENV b=$a\n", buildArgs: { a: "2" } },
  "ARG with an empty value": scratch("ARG a=", "ENV b=x${a}y"),
  "ARG several on a line see those before them": scratch("ARG a=1 b=$a", "ENV c=$b"),
  "ARG after ENV of the same name": scratch("ENV a=1", "ARG a=2", "ENV b=$a"),
  "ENV after ARG of the same name": scratch("ARG a=2", "ENV a=1", "ENV b=$a"),
  "ARG global, seen only where it is declared": {
    dockerfile: "ARG a=1\nARG b=$a.5\nFROM scratch\nENV x=$a\nARG a\nENV y=$a\nARG b=own\nENV z=$b\n",
  },
  "ARG global in FROM": { dockerfile: "ARG base=one\nFROM scratch AS one\nENV a=1\nFROM $base\nENV b=2\n" },
  "platform arguments need an ARG": scratch(
    "ENV a=$TARGETOS",
    "ARG TARGETOS TARGETARCH TARGETPLATFORM TARGETSTAGE",
    "ENV b=$TARGETOS/$TARGETARCH c=$TARGETPLATFORM d=$TARGETSTAGE",
  ),
  "platform argument with a value of its own": scratch("ARG TARGETARCH=foo", "ENV a=$TARGETARCH"),
  "WORKDIR relative, cleaned, expanded": scratch("WORKDIR /a", "WORKDIR b/../c/", "ENV d=e", "WORKDIR $d"),
  "WORKDIR of the root makes no layer": scratch("WORKDIR /"),
  "USER is stored as written": scratch("USER app:www", "USER 1000"),
  "CMD in shell form": scratch('CMD echo "hello $world"'),
  "CMD in exec form": scratch('CMD ["a b", "c\\"d", "é", "\\t"]'),
  "CMD with nothing": scratch("CMD []"),
  "CMD that only looks like JSON": scratch("CMD ['a']"),
  "CMD after SHELL": scratch('SHELL ["/bin/bash", "-c"]', "CMD echo"),
  "ENTRYPOINT drops the CMD of another stage": {
    dockerfile: 'FROM scratch AS a\nCMD ["x"]\nFROM a\nENTRYPOINT ["y"]\n',
  },
  "ENTRYPOINT keeps the CMD of its own stage": scratch('CMD ["x"]', 'ENTRYPOINT ["y"]'),
  "ENTRYPOINT with nothing": scratch('ENTRYPOINT ["y"]', "ENTRYPOINT []"),
  "ENTRYPOINT in shell form": scratch("ENTRYPOINT exec top -b"),
  "EXPOSE with ranges, protocols, variables": scratch('ENV p="80 8000-8002/udp"', "EXPOSE $p 443/TCP"),
  "VOLUME in both forms": scratch('VOLUME ["/a", "/b c"]', "VOLUME /d /e"),
  "STOPSIGNAL by name and number": scratch("STOPSIGNAL SIGQUIT", "STOPSIGNAL 9"),
  "HEALTHCHECK with every time": scratch(
    "HEALTHCHECK --interval=1m30s --timeout=5s --start-period=10s --start-interval=500ms --retries=3 CMD curl -f http://localhost/",
  ),
  "HEALTHCHECK in exec form": scratch('HEALTHCHECK CMD ["true", "x"]'),
  "HEALTHCHECK NONE": scratch("HEALTHCHECK NONE"),
  MAINTAINER: scratch("MAINTAINER Somebody <a@example.com>"),
  "ONBUILD is stored": scratch("ONBUILD ENV a=1", "ONBUILD COPY . /app"),
  "ONBUILD of a local stage runs in its child and not in its grandchild": {
    dockerfile: "FROM scratch AS a\nONBUILD ENV x=1\nFROM a AS b\nFROM b\nENV y=2\n",
  },
  "a stage takes over what its base stage set": {
    dockerfile:
      "FROM scratch AS a\nENV a=1\nWORKDIR /w\nUSER u\nLABEL l=1\nEXPOSE 80\nARG q=7\nFROM a\nWORKDIR x\nENV b=$a c=$q\n",
  },
  "COPY of a heredoc": scratch(file),
  "COPY of two heredocs and flags": scratch("COPY --chown=1:2 --chmod=600 <<a <<b /d/\n1\na\n2\nb"),
  "COPY from a stage": {
    dockerfile: `FROM scratch AS a\n${file}\nFROM scratch\nCOPY --from=a /one /two\nCOPY --from=0 one /three/\n`,
  },
  "a target in the middle": { dockerfile: "FROM scratch AS a\nENV x=1\nFROM scratch AS b\nENV x=2\n", target: "A" },
  "labels of the command line win": { dockerfile: "FROM scratch\nLABEL a=1 b=2\n", labels: { b: "3", c: "4" } },
  "instructions in any case, comments and continuations": {
    dockerfile: "from scratch\n# a\nenv a=1 \\\n  # b\n\n  c=2\nLabel x=\\\ny\n",
  },
  "an escape directive": { dockerfile: "# escape=`\nFROM scratch\nENV a=1 `\n  b=C:\\d\n" },
  "the same stage name twice": {
    dockerfile: "FROM scratch AS a\nENV x=1\nFROM scratch AS a\nENV x=2\nFROM a\nENV y=$x\n",
  },
  "ENV without a value is refused": scratch("ENV a"),
  "an unset variable that is required is refused": scratch('ENV a="${b:?must be set}"'),
  "a volume without a name is refused": scratch('VOLUME [""]'),
  "an unknown signal is refused": scratch("STOPSIGNAL SIGNOPE"),
  "a port that is none is refused": scratch("EXPOSE 99999"),
  "an unknown target is refused": { dockerfile: "FROM scratch AS a\n", target: "b" },
  "a stage that comes later is refused": {
    dockerfile: "FROM scratch AS a\nCOPY --from=b /x /\nFROM scratch AS b\nFROM a\n",
  },
  "a blank base is refused": { dockerfile: "ARG x\nFROM $x\n" },
  "a variable in --from is refused": { dockerfile: "ARG x=a\nFROM scratch AS a\nFROM scratch\nCOPY --from=$x / /\n" },
  ...stageCases,
};
