import assert from "node:assert/strict";
import { test } from "node:test";
import { DjibError } from "../../src/errors.ts";
import { nearest } from "../../src/nearest.ts";
import { expandInstruction } from "../../src/dockerfile/expand/instruction.ts";
import { parseInstruction } from "../../src/dockerfile/parse/parse.ts";
import { parseChmod } from "../../src/dockerfile/values/chmod.ts";
import { parseChown } from "../../src/dockerfile/values/chown.ts";
import { parsePorts } from "../../src/dockerfile/values/port.ts";
import { checkSignal } from "../../src/dockerfile/values/signal.ts";
import { resolveWorkdir } from "../../src/dockerfile/values/workdir.ts";

const where = { source: { name: "Dockerfile", text: "" }, line: 1, column: 1 };
const word = (text: string) => ({ text, where });

function code(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof DjibError && error.details.help, String(error));
    return error.code;
  }
  return "fine";
}

test("ports have a protocol in lower case, and ranges are written out", () => {
  assert.deepEqual(parsePorts(word("8000")), ["8000/tcp"]);
  assert.deepEqual(parsePorts(word("53/UDP")), ["53/udp"]);
  assert.deepEqual(parsePorts(word("8000-8002/sctp")), ["8000/sctp", "8001/sctp", "8002/sctp"]);
  assert.deepEqual(parsePorts(word("7-7")), ["7/tcp"]);
  assert.deepEqual(parsePorts(word("80/")), ["80/tcp"]);
});

test("an address and a host port before a port are checked and dropped", () => {
  for (const text of ["80:8000", "127.0.0.1:80:8000", "[::1]:80:8000", "::1:80:8000", "80-90:8000", ":8000"]) {
    assert.deepEqual(parsePorts(word(text)), ["8000/tcp"], text);
  }
});

test("what is no port is refused", () => {
  const bad = ["", "x", "65536", "-1", "80/icmp", "/tcp", "9-8", "x:80", "999.1.1.1:80:80", "1-2:5-9", "8000-", "1.5"];
  for (const text of bad)
    assert.equal(
      code(() => parsePorts(word(text))),
      "dockerfile/bad-port",
      text,
    );
});

test("signals are names of Linux with or without SIG, or numbers but 0", () => {
  for (const text of ["TERM", "SIGTERM", "sigquit", "9", "RTMIN+3", "SIGRTMAX-14"]) {
    assert.equal(
      code(() => checkSignal(word(text))),
      "fine",
      text,
    );
  }
  for (const text of ["", "0", "SIGTREM", "RTMIN+16", "SIG"]) {
    assert.equal(
      code(() => checkSignal(word(text))),
      "dockerfile/bad-signal",
      text,
    );
  }
});

test("a relative WORKDIR is joined to the one before and cleaned, an absolute one stays as it is written", () => {
  const rows = [
    ["/a", "b", "/a/b"],
    ["/a", "../../..", "/"],
    ["/a", "/x/./y//z/", "/x/./y//z/"],
    ["", "app", "/app"],
    ["srv", "app", "/srv/app"],
    ["/a", "", "/a"],
    ["/", ".", "/"],
  ] as const;
  for (const [current, path, expected] of rows) assert.equal(resolveWorkdir(current, path), expected);
});

test("owners are names or numbers; an empty group is none", () => {
  assert.deepEqual(parseChown(word("app")), { user: { name: "app" }, group: undefined });
  assert.deepEqual(parseChown(word("root:www-data")), { user: { id: 0 }, group: { name: "www-data" } });
  assert.deepEqual(parseChown(word("1000:")), { user: { id: 1000 }, group: undefined });
  assert.deepEqual(parseChown(word(":1")), { user: { name: "" }, group: { id: 1 } });
  for (const text of ["-1", "2147483648", "app:4294967296"])
    assert.equal(
      code(() => parseChown(word(text))),
      "dockerfile/bad-owner",
      text,
    );
});

test("octal modes go up to 7777", () => {
  assert.deepEqual(parseChmod(word("0755")), { form: "octal", mode: 0o755 });
  for (const text of ["10000", "8", "0o755", ""])
    assert.equal(
      code(() => parseChmod(word(text))),
      "dockerfile/bad-mode",
    );
});

test("an instruction expands exactly what its kind expands", () => {
  const unset: string[] = [];
  const scope = {
    get: (name: string) => (name === "A" ? "one two" : undefined),
    onUnset: (name: string) => void unset.push(name),
  };
  const expanded = (text: string) => expandInstruction(parseInstruction(text, where), scope, "\\");
  const copy = expanded("COPY --from=a --exclude=$A --chown=$A <<E <<'F' $A /$B/\n$A\nE\n$A\nF\n");
  assert.ok(copy.name === "COPY");
  assert.deepEqual(
    copy.sources.map((source) => (source.type === "path" ? source.path.text : source.heredoc.content)),
    ["one two\n", "$A\n", "one two"],
  );
  assert.deepEqual([copy.destination.text, copy.chown?.text, copy.exclude[0]?.text], ["//", "one two", "$A"]);
  const expose = expanded("EXPOSE $A");
  assert.ok(expose.name === "EXPOSE");
  assert.deepEqual(
    expose.ports.map(({ text }) => text),
    ["one", "two"],
  );
  const run = expanded("RUN --mount=type=cache,target=/$A echo $A");
  assert.ok(run.name === "RUN" && run.command.form === "shell");
  assert.deepEqual([run.mounts[0]?.options[1]?.value, run.command.text], ["/one two", "echo $A"]);
  const env = expanded("ENV $A=$A b='$A'");
  assert.ok(env.name === "ENV");
  assert.deepEqual(
    env.pairs.map(({ key, value }) => [key.text, value.text]),
    [
      ["one two", "one two"],
      ["b", "$A"],
    ],
  );
  assert.deepEqual(unset, ["B"]);
});

test("the nearest name is the one with the fewest edits, or none where nothing is near", () => {
  assert.equal(nearest("FORM", ["RUN", "FROM", "ARG"]), "FROM");
  assert.equal(nearest("requirement.txt", ["manage.py", "requirements.txt"]), "requirements.txt");
  assert.equal(nearest("xyz", ["RUN", "FROM"]), undefined);
  assert.equal(nearest("same", ["same"]), undefined);
  assert.equal(nearest("a", []), undefined);
});
