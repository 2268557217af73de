import type { Location } from "../../errors.ts";
import type { Add, Copy, CopySource, Escape, Expose, Instruction, MountFlag, Pair, Word } from "../syntax.ts";
import { expand, expandLines, expandToWords, type Scope } from "./expand.ts";

/**
 * The instruction with every word expanded that its kind expands, places kept. The others (RUN's command, CMD,
 * --from, --exclude, …) come back as they are, and so do FROM, whose scope is the global ARGs, ARG, whose defaults
 * each see those before them, and ONBUILD, whose trigger is expanded where it fires. The scope is that before the
 * instruction: ENV a=1 b=$a takes the old a.
 */
export function expandInstruction<I extends Instruction>(instruction: I, scope: Scope, escape: Escape): I;
export function expandInstruction(instruction: Instruction, scope: Scope, escape: Escape): Instruction {
  const word = ({ text, where }: Word): Word => ({ text: expand({ text, where }, scope, escape), where });
  switch (instruction.name) {
    case "ENV":
    case "LABEL":
      return { ...instruction, pairs: instruction.pairs.map((pair) => expandPair(pair, word)) };
    case "WORKDIR":
      return { ...instruction, path: word(instruction.path) };
    case "USER":
      return { ...instruction, user: word(instruction.user) };
    case "STOPSIGNAL":
      return { ...instruction, signal: word(instruction.signal) };
    case "VOLUME":
      return { ...instruction, paths: instruction.paths.map(word) };
    case "EXPOSE":
      return { ...instruction, ports: expandPorts(instruction, scope, escape) };
    case "COPY":
      return { ...instruction, ...expandCopying(instruction, word, scope) };
    case "ADD": {
      const checksum = instruction.checksum && word(instruction.checksum);
      return { ...instruction, ...expandCopying(instruction, word, scope), checksum };
    }
    case "RUN":
      return { ...instruction, mounts: instruction.mounts.map((mount) => expandMount(mount, word)) };
    default:
      return instruction;
  }
}

type ExpandWord = (word: Word) => Word;

const expandPair = ({ key, value }: Pair, word: ExpandWord): Pair => ({ key: word(key), value: word(value) });

const expandPorts = ({ ports }: Expose, scope: Scope, escape: Escape): readonly Word[] =>
  ports.flatMap((port) => expandToWords(port, scope, escape).map((text) => ({ text, where: port.where })));

function expandCopying({ sources, destination, chown, chmod }: Copy | Add, word: ExpandWord, scope: Scope) {
  return {
    chown: chown && word(chown),
    chmod: chmod && word(chmod),
    sources: sources.map((source) => expandSource(source, word, scope)),
    destination: word(destination),
  };
}

function expandSource(source: CopySource, word: ExpandWord, scope: Scope): CopySource {
  if (source.type === "path") return { type: "path", path: word(source.path) };
  const { heredoc } = source;
  if (!heredoc.expand) return source;
  return {
    type: "inline",
    heredoc: { ...heredoc, content: expandLines({ text: heredoc.content, where: heredoc.where }, scope) },
  };
}

function expandMount({ options, where }: MountFlag, word: ExpandWord): MountFlag {
  const filled = (value: string | undefined, place: Location) => value && word({ text: value, where: place }).text;
  return { where, options: options.map((option) => ({ ...option, value: filled(option.value, option.where) })) };
}
