import type { Part, Word } from "./parts.ts";
import type { HereDocument } from "./tree.ts";
import type { Source } from "./source.ts";
import type { EndMark } from "./end-mark.ts";
import type { ReadSubstitution } from "./reading.ts";
import { WordReader } from "./word-reader.ts";

/** Reads the body of a here-document, once the line that asks for it has ended. */
export type ExpectedDocument = (source: Source, substitution: ReadSubstitution) => void;

export function readDocument(here: HereDocument, mark: Word, tabs: boolean): ExpectedDocument {
  const end = { text: unquoted(mark.parts), tabs };
  return (source, substitution) => {
    here.body = here.expanded
      ? new WordReader(source, substitution, "text", end).read(source.getJoined()).parts
      : [{ type: "literal", text: readRaw(source, end) }];
  };
}

/** Quotes are taken off; nothing is expanded. */
const unquoted = (parts: readonly Part[]): string =>
  parts
    .map((part) => {
      if (part.type === "double") return unquoted(part.parts);
      return part.type === "literal" || part.type === "quoted" ? part.text : "";
    })
    .join("");

function readRaw(source: Source, { text, tabs }: EndMark): string {
  let body = "";
  for (;;) {
    let line = readLine(source);
    if (tabs) line = line.replace(/^\t+/, "");
    const ended = line.endsWith("\n");
    if ((ended ? line.slice(0, -1) : line) === text) return body;
    body += line;
    if (!ended) return body;
  }
}

function readLine(source: Source): string {
  let line = "";
  for (;;) {
    const character = source.get();
    line += character;
    if (character === "\n") source.line++;
    if (character === "\n" || character === "") return line;
  }
}
