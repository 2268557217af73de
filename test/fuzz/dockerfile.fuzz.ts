import { planBuild } from "../../src/build/plan/planner.ts";
import { toJson } from "../../src/dockerfile/json.ts";
import { parseDockerfile } from "../../src/dockerfile/parse/parse.ts";
import { emptyImage } from "../../src/oci/image/empty.ts";
import { amd64 } from "../support/images.ts";
import { outcome, refused, shapeOf, type Target } from "./target.ts";

const instructions =
  "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split(
    " ",
  );
const words = [
  ...instructions.flatMap((name) => [`\n${name} `, `\nONBUILD ${name} `, name.toLowerCase()]),
  "\n# escape=`\n",
  "# syntax=docker/dockerfile:1\n",
  "# check=skip=all;error=true\n",
  "FROM a AS b\n",
  "FROM scratch\n",
  " AS ",
  "--from=b ",
  "--from=0 ",
  "--chown=1:2 ",
  "--chmod=u+x ",
  "--link ",
  "--parents ",
  "--exclude=*.c ",
  "--checksum=sha256:00 ",
  "--unpack=false ",
  "--mount=type=cache,target=/c,id=x ",
  "--mount=type=bind,from=b,src=/,dst=x,rw ",
  "--mount=type=secret,id=s,env=S,required ",
  "--mount=type=ssh ",
  "--mount=type=tmpfs,size=1g ",
  "--network=none ",
  "--platform=$TARGETPLATFORM ",
  "--interval=1m --retries=3 ",
  "<<EOF\nx\nEOF\n",
  "<<-'E' <<F\n\tx\nE\ny\nF\n",
  '["a", "b"]',
  '["sh", "-c", 1]',
  "\\\n",
  " \\ \n # x\n\n",
  "`\n",
  "\r\n",
  "$a ${b:-c} ${d##*/} ${e//a/b} ${f:?no}",
  "a=b 'c d'=\"e f\"",
  "8000-8010/udp",
  "SIGTERM",
  "https://u:p@example.org/x.git#ref:dir",
  "git@example.org:a/b.git",
];

const seeds = [
  'FROM python:3.12-slim AS build\nARG A=1 B=$A\nENV PATH="/x:$PATH" X=${A:-2}\nWORKDIR /app\nRUN --mount=type=cache,target=/root/.cache pip install \\\n  # why\n  django\nCOPY --chown=1:1 --chmod=0755 . .\nCMD ["gunicorn"]\n',
  "# syntax=docker/dockerfile:1\n# escape=`\nARG V=1\nFROM scratch AS a\nCOPY <<EOF <<-'F' /etc/\n$V\nEOF\n\tb\nF\nFROM a\nCOPY --from=0 --link /etc /e\nHEALTHCHECK --interval=30s CMD curl x\n",
  'FROM a\nONBUILD RUN x\nLABEL a="b c" d=e\nEXPOSE 80 8000-8002/udp\nVOLUME ["/a"]\nSTOPSIGNAL 9\nSHELL ["sh", "-c"]\nENTRYPOINT x y\nUSER a:b\nMAINTAINER me\nENV a b c\nADD --checksum=sha256:0 https://a/b /c\n',
];

const request = {
  platform: amd64,
  buildPlatform: amd64,
  buildArgs: new Map([
    ["A", "given"],
    ["HTTP_PROXY", "http://u:p@h"],
  ]),
  target: undefined,
  labels: new Map(),
  network: "default",
  warn: () => {},
} as const;

/** The parser: a tree, or one refusal. The tree is the same when it is read again. */
const parser: Target = {
  name: "parser",
  seeds,
  words,
  run: (text) =>
    outcome(() => {
      const source = { name: "Dockerfile", text };
      const tree = toJson(parseDockerfile(source));
      if (JSON.stringify(tree) !== JSON.stringify(toJson(parseDockerfile(source)))) throw new Error("read differently");
      return shapeOf(tree);
    }),
};

/** The planner: what the instructions mean together. */
const planner: Target = {
  name: "planner",
  seeds,
  words,
  async run(text) {
    try {
      const file = parseDockerfile({ name: "Dockerfile", text });
      const plan = await planBuild(file, request, (_, platform) => Promise.resolve(emptyImage(platform)));
      return shapeOf(plan.stages.map(({ base, steps, config }) => ({ base: base.kind, steps, config })));
    } catch (error) {
      return refused(error);
    }
  },
};

export default [parser, planner];
