import assert from "node:assert/strict";
import { test } from "node:test";
import type { Location } from "../../src/errors.ts";
import { toJson } from "../../src/dockerfile/json.ts";
import { parseDockerfile, parseInstruction } from "../../src/dockerfile/parse/parse.ts";
import { runBody } from "../../src/dockerfile/run-body.ts";
import { stages } from "../../src/dockerfile/stages.ts";
import type { Instruction, InstructionName } from "../../src/dockerfile/syntax.ts";

const parse = (text: string) => parseDockerfile({ name: "Dockerfile", text });

/** The instruction behind `FROM a`. */
function second<Name extends InstructionName>(name: Name, text: string): Extract<Instruction, { name: Name }> {
  const found = parse(`FROM a\n${text}`).instructions[1];
  assert.equal(found?.name, name);
  return found as Extract<Instruction, { name: Name }>;
}

/** What a place covers on its first line. */
function covered({ source, line, column, endColumn }: Location): string {
  return source.text.split("\n")[line - 1]!.slice(column - 1, (endColumn ?? column) - 1);
}

test("every token knows its line and column, on continuation lines too", () => {
  const { mounts, flags, where } = second(
    "RUN",
    "RUN --network=none \\\n  # why\n  --mount=type=cache,target=/c pip \\\n install",
  );
  assert.equal(covered(flags[1]!.where), "--mount=type=cache,target=/c");
  assert.deepEqual([flags[1]!.where.line, flags[1]!.where.column], [4, 3]);
  assert.deepEqual(
    mounts[0]!.options.map((option) => covered(option.where)),
    ["type=cache", "target=/c"],
  );
  assert.deepEqual([where.line, where.endLine], [2, 5]);
});

test("places count the byte order mark that the file begins with, so that they can slice its text", () => {
  const { instructions } = parse("\ufeffFROM python AS base");
  const [from] = instructions;
  assert.ok(from?.name === "FROM");
  assert.equal(covered(from.alias!.where), "base");
});

test("a quoted flag value is placed by the characters it comes from", () => {
  const { chown } = second("COPY", 'COPY --chown="app user" a b');
  assert.equal(chown?.text, "app user");
  assert.equal(covered(chown.where), "app user");
});

test("each item of the exec form has its place", () => {
  const { command } = second("CMD", 'CMD ["gunicorn", "--bind", "\\u0030:8000"]');
  assert.ok(command.form === "exec");
  assert.deepEqual(
    command.args.map(({ text }) => text),
    ["gunicorn", "--bind", "0:8000"],
  );
  assert.deepEqual(
    command.args.map(({ where }) => covered(where)),
    ['"gunicorn"', '"--bind"', '"\\u0030:8000"'],
  );
});

test("directives are kept with their values, in any case of letters", () => {
  const { directives, escape } = parse("# Syntax = docker/dockerfile:1  \n#ESCAPE=`\n# check=skip=all\nFROM a");
  assert.deepEqual(
    directives.map(({ name, value }) => [name, value]),
    [
      ["syntax", "docker/dockerfile:1"],
      ["escape", "`"],
      ["check", "skip=all"],
    ],
  );
  assert.equal(escape, "`");
});

test("comments right above an instruction belong to it; a # alone begins a new block", () => {
  const { comments } = second("RUN", "# old\n#\n# check=skip=all\n\n#more\nRUN x");
  assert.deepEqual(
    comments.map(({ text }) => text),
    ["check=skip=all", "more"],
  );
});

test("an empty line in a continuation is a warning with its place", () => {
  const { warnings } = parse("FROM a\nRUN a \\\n\n b");
  assert.deepEqual(
    warnings.map(({ code, where }) => [code, where.line]),
    [["NoEmptyContinuation", 3]],
  );
});

test("flags that mean nothing are warned of and not refused, as BuildKit takes them", () => {
  const { warnings } = parse("FROM a\nARG --x=1 NAME\nSTOPSIGNAL --y 9");
  assert.deepEqual(
    warnings.map(({ code, where }) => [code, covered(where)]),
    [
      ["IgnoredFlag", "--x=1"],
      ["IgnoredFlag", "--y"],
    ],
  );
});

test("stages have numbers, names in lower case, and the ARGs before the first FROM apart", () => {
  const { globals, stages: found } = stages(
    parse("ARG V=1\nARG W\nFROM a:$V AS Build\nRUN x\nFROM scratch\nCOPY --from=build /a /b"),
  );
  assert.deepEqual(
    globals.flatMap(({ args }) => args.map(({ key }) => key.text)),
    ["V", "W"],
  );
  assert.deepEqual(
    found.map(({ index, name, from, instructions }) => [index, name, from.image.text, instructions.length]),
    [
      [0, "build", "a:$V", 1],
      [1, undefined, "scratch", 1],
    ],
  );
});

test("a RUN that is a heredoc runs its lines, with a #! line as a script", () => {
  const body = (text: string) => runBody(second("RUN", text));
  assert.deepEqual(body("RUN <<EOF\necho $A\nEOF"), { form: "shell", text: "echo $A\n" });
  assert.deepEqual(body("RUN <<-EOF\n\techo\n\tEOF"), { form: "shell", text: "echo\n" });
  assert.deepEqual(body("RUN <<go.py\n#!/usr/bin/python3\ngo.py"), {
    form: "script",
    name: "go.py",
    content: "#!/usr/bin/python3\n",
  });
  assert.deepEqual(body("RUN python <<A && cat <<B\n1\nA\n2\nB"), {
    form: "shell",
    text: "python <<A && cat <<B\n1\nA\n2\nB",
  });
  assert.deepEqual(body("RUN a  b"), { form: "shell", text: "a  b" });
  assert.deepEqual(body('RUN ["a", "$b"]'), { form: "exec", args: ["a", "$b"] });
});

test("ONBUILD is parsed with what it triggers, and its expression can be parsed again", () => {
  const onbuild = second("ONBUILD", "ONBUILD COPY --chown=1 <<A b /x/\nhello\nA");
  assert.equal(onbuild.trigger.name, "COPY");
  assert.equal(onbuild.expression, "COPY --chown=1 <<A b /x/\nhello\nA");
  const again = parseInstruction(onbuild.expression, onbuild.where);
  assert.ok(again.name === "COPY");
  assert.equal(again.destination.where, onbuild.where);
  assert.equal(again.heredocs[0]?.content, "hello\n");
});

test("the syntax tree as JSON has places without the text of the file", () => {
  const json = toJson(parse("FROM a AS b\nRUN x"));
  assert.deepEqual(JSON.parse(JSON.stringify(json)), json);
  assert.ok(!JSON.stringify(json).includes('"source"'));
  assert.deepEqual((json as { instructions: object[] }).instructions[1], {
    flags: [],
    name: "RUN",
    command: { form: "shell", text: "x", where: { line: 2, column: 5, endLine: 2, endColumn: 6 } },
    mounts: [],
    network: "default",
    security: "sandbox",
    devices: [],
    keyword: { text: "RUN", where: { line: 2, column: 1, endLine: 2, endColumn: 4 } },
    text: "RUN x",
    where: { line: 2, column: 1, endLine: 2, endColumn: 6 },
    comments: [],
    heredocs: [],
  });
});
