import { csvFields } from "../../src/dockerfile/values/csv.ts";
import { parseBytes } from "../../src/dockerfile/values/bytes.ts";
import { parseChmod } from "../../src/dockerfile/values/chmod.ts";
import { parseChown } from "../../src/dockerfile/values/chown.ts";
import { parseDuration } from "../../src/dockerfile/values/duration.ts";
import { parseInstruction } from "../../src/dockerfile/parse/parse.ts";
import { parseMount } from "../../src/dockerfile/values/mount.ts";
import { parsePorts } from "../../src/dockerfile/values/port.ts";
import { checkSignal } from "../../src/dockerfile/values/signal.ts";
import { resolveWorkdir } from "../../src/dockerfile/values/workdir.ts";
import { parsePlatform } from "../../src/oci/platform.ts";
import { fullName, parseReference } from "../../src/oci/reference.ts";
import { outcome, shapeOf, type Target } from "./target.ts";

/** A target for the readers of one word; each reads every text. */
const values: Target = {
  name: "values",
  seeds: ["type=cache,target=/c,sharing=locked", "1h30m5.5s", "u=rwX,go+s", "0755", "1000:root", "8000-8010/udp"],
  words: [
    ...["type=", "bind", "cache", "tmpfs", "secret", "ssh", "id=", "target=", "src=", "from=", "ro", "rw=false"],
    ...["required", "size=", "mode=0777", "uid=", "sharing=", "private", "env=X", ",", '"', '""', "1.5g", "64 MiB"],
    ...[
      "ns",
      "us",
      "µs",
      "ms",
      "s",
      "m",
      "h",
      ".",
      "+",
      "-",
      "u",
      "g",
      "o",
      "a",
      "=",
      "X",
      "t",
      ":",
      "[::1]:80:",
      "/tcp",
    ],
    ...["SIG", "RTMIN+1", "linux/arm64/v8", "docker.io/library/a", "@sha256:", "0".repeat(64), "..", "./", "~"],
  ],
  run(text) {
    const where = { source: { name: "Dockerfile", text }, line: 1, column: 1 };
    const word = { text, where };
    const of = (name: string, run: () => unknown) => outcome(() => [name, ...shapeOf(run(), name)].slice(0, 40));
    return [
      ...of("csv", () => csvFields(text, where).map((field) => field.text)),
      ...of("mount", () => mounts(text).map(parseMount)),
      ...of("duration", () => parseDuration(word)),
      ...of("bytes", () => parseBytes(word)),
      ...of("chmod", () => modes(parseChmod(word))),
      ...of("chown", () => parseChown(word)),
      ...of("ports", () => parsePorts(word).slice(0, 3)),
      ...of("signal", () => checkSignal(word)),
      // An absolute one stays as it is written, as with BuildKit.
      ...of("workdir", () => (text.startsWith("/") ? text : rooted(resolveWorkdir("/a", text)))),
      ...of("platform", () => parsePlatform(text)),
      ...of("reference", () => again(text)),
    ];
  },
};

function mounts(text: string) {
  const where = { source: { name: "Dockerfile", text }, line: 1, column: 1 };
  const instruction = parseInstruction(`RUN --mount=${text.replaceAll(/[\s\\'"#]/g, "\\$&")} x`, where);
  return instruction.name === "RUN" ? instruction.mounts : [];
}

function modes(chmod: ReturnType<typeof parseChmod>): number {
  const mode = chmod.form === "octal" ? chmod.mode : chmod.apply(0o4751, true);
  if (mode < 0 || mode > 0o7777) throw new Error(`a mode of ${mode}`);
  return mode;
}

function rooted(path: string): string {
  if (!path.startsWith("/") || /(^|\/)\.\.?(\/|$)|\/\/|.\/$/.test(path)) throw new Error(`not a clean path: ${path}`);
  return path;
}

/** A name in full names the same again. */
function again(text: string) {
  const reference = parseReference(text);
  const second = parseReference(fullName(reference));
  if (fullName(second) !== fullName(reference)) throw new Error(`${fullName(reference)} is ${fullName(second)}`);
  return reference;
}

export default [values];
