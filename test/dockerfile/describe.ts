import type { SourceText } from "../../src/errors.ts";
import { chomped } from "../../src/dockerfile/lex/heredoc.ts";
import { parseDockerfile } from "../../src/dockerfile/parse/parse.ts";
import { stages } from "../../src/dockerfile/stages.ts";
import type { Add, Command, Copy, Healthcheck, Instruction, Word } from "../../src/dockerfile/syntax.ts";

/** A Dockerfile in the words of scripts/record/buildkit/describe.go, to be compared with what BuildKit says. */
export function describeDockerfile(source: SourceText): object {
  const dockerfile = parseDockerfile(source);
  // BuildKit's parser takes a file that has only ARG; it is refused later, as here by stages().
  if (dockerfile.instructions.some(({ name }) => name !== "ARG")) stages(dockerfile);
  const warnings = dockerfile.warnings.filter(({ code }) => code === "NoEmptyContinuation").length;
  return { escape: dockerfile.escape, warnings, instructions: dockerfile.instructions.map(describe) };
}

const texts = (words: readonly Word[]) => words.map(({ text }) => text);

function describe(instruction: Instruction): object {
  const { name, text } = instruction;
  return { name, text, ...fields(instruction) };
}

function fields(instruction: Instruction): object {
  switch (instruction.name) {
    case "FROM": {
      const { image, alias, platform } = instruction;
      return { image: image.text, stage: alias?.text.toLowerCase() ?? "", platform: platform?.text ?? "" };
    }
    case "ARG":
      return { args: instruction.args.map(({ key, value }) => [key.text, value?.text ?? null]) };
    case "ENV":
    case "LABEL":
      return {
        pairs: instruction.pairs.map(({ key, value }) => [key.text, value.text]),
        legacy: instruction.legacy,
      };
    case "MAINTAINER":
      return { author: instruction.author.text };
    case "WORKDIR":
      return { path: instruction.path.text };
    case "USER":
      return { user: instruction.user.text };
    case "STOPSIGNAL":
      return { signal: instruction.signal.text };
    case "EXPOSE":
      return { ports: texts(instruction.ports) };
    case "VOLUME":
      return { paths: texts(instruction.paths) };
    case "SHELL":
      return { shell: texts(instruction.shell) };
    case "RUN": {
      const { network, security, mounts } = instruction;
      return { ...commandLine(instruction, instruction.command), network, security, mounts: mounts.length };
    }
    case "CMD":
    case "ENTRYPOINT":
      return commandLine(instruction, instruction.command);
    case "HEALTHCHECK":
      return healthcheck(instruction);
    case "COPY": {
      const { from, chown, chmod, link, parents, exclude } = instruction;
      const flags = [from?.text ?? "", chown?.text ?? "", chmod?.text ?? "", link, parents, texts(exclude)];
      return { ...sources(instruction), flags };
    }
    case "ADD": {
      const { chown, chmod, link, keepGitDir = null, checksum, unpack = null, exclude } = instruction;
      const owner = [chown?.text ?? "", chmod?.text ?? ""];
      return {
        ...sources(instruction),
        flags: [...owner, link, keepGitDir, checksum?.text ?? "", unpack, texts(exclude)],
      };
    }
    case "ONBUILD":
      return { expression: instruction.expression };
  }
}

function commandLine({ heredocs }: Instruction, command: Command): object {
  const shell = command.form === "shell" && command.text !== "" ? [command.text] : [];
  return {
    args: command.form === "exec" ? texts(command.args) : shell,
    form: command.form,
    heredocs: heredocs.map(({ name, chomp, content }) => [name, chomp, content]),
  };
}

function healthcheck({ check }: Healthcheck): object {
  if (!check) return { test: ["NONE"], times: [0, 0, 0, 0, 0] };
  const { command, interval, timeout, startPeriod, startInterval, retries } = check;
  const test = command.form === "exec" ? ["CMD", ...texts(command.args)] : ["CMD-SHELL", command.text];
  return { test, times: [interval, timeout, startPeriod, startInterval, retries] };
}

function sources({ destination, sources }: Copy | Add): object {
  return {
    destination: destination.text,
    sources: sources.flatMap((source) => (source.type === "path" ? source.path.text : [])),
    inline: sources.flatMap((source) =>
      source.type === "inline" ? [[source.heredoc.name, source.heredoc.expand, chomped(source.heredoc)]] : [],
    ),
  };
}
