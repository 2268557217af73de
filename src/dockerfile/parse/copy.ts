import { problem } from "../errors.ts";
import { delimiterOf } from "../lex/heredoc.ts";
import type { Add, Copy, CopySource, Word } from "../syntax.ts";
import { listOfWords, wrongArguments } from "./arguments.ts";
import { readFlags } from "./flags.ts";
import type { Fields, Request } from "./request.ts";

export function parseCopy(request: Request): Fields<Copy> {
  const flags = readFlags(request, {
    from: "text",
    chown: "text",
    chmod: "text",
    link: "boolean",
    parents: "boolean",
    exclude: "list",
  });
  return {
    name: "COPY",
    ...sourcesAndDestination(request),
    from: stageName(flags.text("from")),
    chown: flags.text("chown"),
    chmod: flags.text("chmod"),
    link: flags.boolean("link") ?? false,
    parents: flags.boolean("parents") ?? false,
    exclude: flags.list("exclude"),
    flags: flags.all,
  };
}

/** `--from=` with nothing behind it is as good as no flag (BuildKit's CopyCommand.From). */
const stageName = (word: Word | undefined): Word | undefined => (word?.text === "" ? undefined : word);

export function parseAdd(request: Request): Fields<Add> {
  const flags = readFlags(request, {
    chown: "text",
    chmod: "text",
    link: "boolean",
    checksum: "text",
    "keep-git-dir": "boolean",
    unpack: "boolean",
    exclude: "list",
  });
  return {
    name: "ADD",
    ...sourcesAndDestination(request),
    chown: flags.text("chown"),
    chmod: flags.text("chmod"),
    link: flags.boolean("link") ?? false,
    checksum: flags.text("checksum"),
    keepGitDir: flags.boolean("keep-git-dir"),
    unpack: flags.boolean("unpack"),
    exclude: flags.list("exclude"),
    flags: flags.all,
  };
}

function sourcesAndDestination(request: Request): { sources: readonly CopySource[]; destination: Word } {
  const { words, json } = listOfWords(request);
  const destination = words.at(-1);
  if (!destination || words.length < 2) {
    throw wrongArguments(
      request,
      destination
        ? `${request.name} ${destination.text} has no destination`
        : `${request.name} needs a source and a destination`,
      `write ${request.name} SOURCE… DESTINATION; the destination . is the WORKDIR`,
      destination?.where,
    );
  }
  if (!json && delimiterOf(destination.text)) {
    throw problem("dockerfile/bad-heredoc", `${request.name} cannot have a here-document as its destination`, {
      where: destination.where,
      help: `write the destination behind it: ${request.name} ${destination.text} /path/of/the/file`,
    });
  }
  const sources = words
    .slice(0, -1)
    .map((word): CopySource => (json ? { type: "path", path: word } : sourceOf(request, word)));
  return { sources, destination };
}

function sourceOf(request: Request, path: Word): CopySource {
  const delimiter = delimiterOf(path.text);
  if (!delimiter) return { type: "path", path };
  const heredoc = request.heredocs.findLast((each) => each.name === delimiter.name);
  if (heredoc) return { type: "inline", heredoc: { ...heredoc, ...delimiter, where: path.where } };
  throw problem("dockerfile/bad-heredoc", `the lines of the here-document ${path.text} were not found`, {
    where: path.where,
    help: "close every quote on this line: while one is open, << means nothing",
  });
}
