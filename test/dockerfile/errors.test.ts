import assert from "node:assert/strict";
import { test } from "node:test";
import { DjibError } from "../../src/errors.ts";
import { parseDockerfile, parseInstruction } from "../../src/dockerfile/parse/parse.ts";
import { stages } from "../../src/dockerfile/stages.ts";

function refused(run: () => unknown): DjibError {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof DjibError, String(error));
    assert.ok(error.details.help, `${error.code} has no help`);
    return error;
  }
  return assert.fail("nothing was refused");
}

const build = (text: string) => stages(parseDockerfile({ name: "Dockerfile", text }));

/** Text behind `FROM a`, code, `line:column`, and what message or help must say. */
const rows: readonly (readonly [string, string, string, RegExp])[] = [
  ["FORM b", "unknown-instruction", "2:1", /did you mean FROM/i],
  ["runn b", "unknown-instruction", "2:1", /did you mean run\?/],
  ["RUN a\n  && b", "unknown-instruction", "3:3", /has to end with \\/],
  ["COPY --form=x a b", "unknown-flag", "2:6", /did you mean --from\?/],
  ["ENV --x a=b", "unknown-flag", "2:5", /has no flags/],
  ["COPY --from=a --from=b c d", "duplicate-flag", "2:15", /given twice/],
  ["COPY --link=maybe a b", "bad-flag", "2:6", /true or false/],
  ["COPY --from a b", "bad-flag", "2:6", /--from=VALUE/],
  ["RUN --network=none2 x", "bad-flag", "2:15", /did you mean none\?/],
  ["RUN --security=x y", "bad-flag", "2:16", /sandbox, insecure/],
  ["COPY a", "arguments", "2:6", /no destination/],
  ["COPY", "arguments", "2:1", /a source and a destination/],
  ["WORKDIR", "arguments", "2:1", /needs a directory/],
  ["FROM a b", "arguments", "2:8", /b is too much/],
  ['VOLUME [""]', "arguments", "2:9", /empty/],
  ["HEALTHCHECK NONE x", "arguments", "2:18", /NONE takes no arguments/],
  ['CMD ["a", 1]', "json-form", "2:5", /double quotes/],
  ["SHELL bash -c", "json-form", "2:7", /JSON list/],
  ["ENV a", "key-value", "2:5", /NAME=/],
  ["ENV a=1 b", "key-value", "2:9", /found b/],
  ["LABEL =x", "key-value", "2:7", /without a name/],
  ["FROM a AS 1x", "stage-name", "2:11", /begin it with a letter/],
  ["RUN cat <<EOF\nx", "unterminated-heredoc", "2:9", /holds EOF/],
  ["RUN echo $((1 << 2))", "unterminated-heredoc", "2:15", /leave no blanks/],
  ["COPY a <<EOF\nEOF", "bad-heredoc", "2:8", /destination/],
  ["COPY <<EOF 'a b", "bad-heredoc", "2:6", /close every quote/],
  ["ONBUILD FROM b", "onbuild", "2:9", /cannot trigger FROM/],
  ["ONBUILD COPY a", "arguments", "2:14", /no destination/],
  ["HEALTHCHECK curl x", "healthcheck", "2:13", /HEALTHCHECK CMD curl/],
  ["HEALTHCHECK CMD", "healthcheck", "2:13", /no command/],
  ["HEALTHCHECK --interval=30 CMD x", "bad-duration", "2:24", /30s for seconds/],
  ["HEALTHCHECK --timeout=1us CMD x", "bad-duration", "2:23", /less than 1ms/],
  ["RUN --mount=type=bind,from=$X,target=/a b", "bad-mount", "2:23", /stage of its own/],
  ['RUN --mount=type=bind,ta\\"r=x y', "bad-flag", "2:5", /double quotes/],
];

for (const [text, code, place, says] of rows) {
  test(`refused with ${code} at ${place}: ${JSON.stringify(text)}`, () => {
    const { code: found, message, details } = refused(() => build(`FROM a\n${text}`));
    assert.equal(found, `dockerfile/${code}`);
    assert.equal(`${details.where?.line}:${details.where?.column}`, place);
    assert.match(`${message}\n${details.help}`, says);
  });
}

test("a file without instructions, without stages, or with something before FROM is refused", () => {
  assert.equal(refused(() => build("# only a comment\n")).code, "dockerfile/empty");
  assert.equal(refused(() => build("ARG A=1")).code, "dockerfile/no-stages");
  assert.equal(refused(() => build("ARG A=1\nRUN x\nFROM a")).code, "dockerfile/before-from");
});

test("a directive that is given twice or wrong is refused at its line", () => {
  const twice = refused(() => build("# escape=`\n# escape=`\nFROM a"));
  assert.equal(twice.code, "dockerfile/bad-directive");
  assert.equal(twice.details.where?.line, 2);
  assert.equal(refused(() => build("# escape=x\nFROM a")).code, "dockerfile/bad-directive");
});

test("a trigger of a base image that is no single instruction is refused at the FROM that brought it", () => {
  const where = { source: { name: "Dockerfile", text: "FROM a" }, line: 1, column: 1 };
  for (const trigger of ["", "RUN a\nRUN b", "FROM x", "ONBUILD ONBUILD RUN x", "BAD x", "COPY a"]) {
    assert.equal(refused(() => parseInstruction(trigger, where)).details.where, where);
  }
});
