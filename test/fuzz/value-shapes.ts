import { parseBytes } from "../../src/dockerfile/values/bytes.ts";
import { parseChmod } from "../../src/dockerfile/values/chmod.ts";
import { csvFields } from "../../src/dockerfile/values/csv.ts";
import { parseDuration } from "../../src/dockerfile/values/duration.ts";
import { parseGitReference } from "../../src/dockerfile/values/git-reference.ts";
import { parsePorts } from "../../src/dockerfile/values/port.ts";
import { parseReference } from "../../src/oci/reference.ts";
import { line, repeated, shapesOf } from "./growing.ts";
import type { Shape } from "./growth.ts";

const where = { source: { name: "Dockerfile", text: "" }, line: 1, column: 1 };

const small = [
  ...shapesOf("mount CSV", (text) => csvFields(text, where), line, {
    quotes: repeated('"'),
    "quoted fields": repeated('"a,""",'),
    commas: repeated(","),
  }),
  ...shapesOf("durations", (text) => parseDuration({ text, where }), line, {
    digits: repeated("1"),
    dots: repeated("1."),
    units: repeated("1s"),
    fractions: repeated("0.1s"),
    "a long fraction": repeated("1", "0.", "s"),
  }),
  ...shapesOf("modes", (text) => parseChmod({ text, where }), line, {
    letters: repeated("u", "", "x"),
    changes: repeated("u+x,"),
    "operators that end badly": repeated("+rwx", "u", "!"),
    copies: repeated("=ugo", "u"),
  }),
  ...shapesOf("sizes", (text) => parseBytes({ text, where }), line, { digits: repeated("1", "", "x") }),
  ...shapesOf("ports", (text) => parsePorts({ text, where }), line, {
    colons: repeated(":"),
    digits: repeated("0"),
    brackets: repeated("[", "", ":80"),
  }),
  ...shapesOf("image names", parseReference, line, {
    dashes: repeated("-", "a", "a"),
    "parts of a host": repeated("a.", "", "a/b"),
    "dashes in a host": repeated("a-", "a.", "/b"),
    slashes: repeated("a/"),
    underscores: repeated("a_", "", "!"),
  }),
];

const addresses = shapesOf("addresses", parseGitReference, line, {
  "a path": repeated("a/", "https://h/", ".git"),
  escapes: repeated("%20", "https://h/", ".git"),
  "a query": repeated("a=b&", "https://h/a.git?"),
  "a directory": repeated("../", "https://h/a.git#m:"),
  "a user": repeated("u", "", "@h"),
  "a host": repeated("a.", "git@", ":b?c"),
  "question marks": repeated("?", "git@h:"),
  hashes: repeated("#", "git@h:"),
});

export const valueShapes: readonly Shape[] = [...small, ...addresses];
