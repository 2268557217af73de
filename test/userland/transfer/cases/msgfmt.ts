import { type Case, type FileSpec } from "../case.ts";

const header = (more = "", charset = "UTF-8") =>
  `msgid ""\nmsgstr ""\n"Project-Id-Version: x\\n"\n"POT-Creation-Date: 2020-01-01 00:00+0000\\n"\n"Content-Type: text/plain; charset=${charset}\\n"\n${more}\n`;
const two = '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n';
const message = (id: string, translation: string, before = "") => `${before}msgid ${id}\nmsgstr ${translation}\n\n`;

const sources: Readonly<Record<string, string>> = {
  plain:
    header() +
    message('"b"', '"B"') +
    message('"a"', '"A"') +
    message('"c"', '""') +
    message('"d"', '"D"', "#, fuzzy\n"),
  "plurals and contexts": `${header(two)}msgctxt "menu"\nmsgid "open"\nmsgstr "ouvrir"\n\nmsgid "one"\nmsgid_plural "%d many"\nmsgstr[0] "un"\nmsgstr[1] "%d beaucoup"\n\n`,
  escapes: header() + message('"a\\tb\\n"', '"\\x41\\101\\"q\\"\\n"') + message('"long "\n"text"', '"in "\n"parts"'),
  "other alphabets": header() + message('"é"', '"日本語"') + message('"π"', '"пи"'),
  latin1: header("", "ISO-8859-1") + message('"a"', '"\xc3\xa9"'),
  "no header": message('"a"', '"b"'),
  "no charset": 'msgid ""\nmsgstr "Language: fr\\n"\n\n' + message('"a"', '"b"'),
  "an unknown charset": header("", "FOO") + message('"a"', '"b"'),
  "python formats":
    header() +
    message('"%(name)s"', '"%(nom)s"', "#, python-format\n") +
    message('"%s %d"', '"%d %s"', "#, python-format\n") +
    message('"{a}"', '"{b}"', "#, python-brace-format\n") +
    message('"%s"', '"%"', "#, python-format\n") +
    message('"%1$s"', '"%2$s"', "#, javascript-format\n"),
  newlines: header() + message('"a\\n"', '"a"') + message('"b"', '"\\nb"'),
  "wrong plurals": `${header('"Language: fr\\n"\n"Plural-Forms: nplurals=2; plural=n-1;\\n"\n')}msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n\n`,
  "no plural forms": `${header('"Language: fr\\n"\n')}msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n\n`,
  duplicates: header() + message('"a"', '"1"') + message('"a"', '"2"'),
  syntax: `${header()}mgsid "a"\nmsgstr "b"\n\nmsgid "c"\n\nmsgid "d\nmsgstr "e\\q"\n@ [\n`,
  obsolete: `${header()}${message('"a"', '"b"')}#~ msgid "old"\n#~ msgstr "alt"\n`,
  "broken bytes": `${header()}msgid "a"\nmsgstr "RAW"\n`,
  nothing: "",
};

const options: readonly (readonly string[])[] = [
  ["--check-format"],
  ["-c", "-v"],
  ["-f", "--statistics"],
  ["-C", "--check-accelerators"],
  ["--no-hash", "-a", "8", "--endianness=big"],
];

const bytesOf = (text: string): FileSpec => {
  const [before, after] = text.split("RAW");
  const bytes =
    after === undefined
      ? Buffer.from(before!)
      : Buffer.concat([Buffer.from(before!), Buffer.from([0xe2, 0x82, 0x61, 0xff]), Buffer.from(after)]);
  return { bytes: bytes.toString("base64") };
};

export const msgfmt: Readonly<Record<string, Case>> = {
  ...Object.fromEntries(
    Object.entries(sources).map(([name, text]) => [
      name,
      {
        files: { "x.po": bytesOf(text) },
        steps: options.map((words, index) => ({ run: ["msgfmt", ...words, "-o", `${index}.mo`, "x.po"] })),
      },
    ]),
  ),
  "hash tables of all sizes": {
    files: Object.fromEntries(
      [1, 2, 3, 5, 8, 20, 100].map((count) => [
        `${count}.po`,
        header() + Array.from({ length: count }, (_, i) => message(`"message ${i * 7}"`, `"m${i}"`)).join(""),
      ]),
    ),
    steps: [1, 2, 3, 5, 8, 20, 100].map((count) => ({ run: ["msgfmt", "-o", `${count}.mo`, `${count}.po`] })),
  },
  "where files are": {
    files: { "d/x.po": header() + message('"a"', '"b"'), "old.mo": { content: "old", mode: 0o640 } },
    steps: [
      ["-o", "a.mo", "-D", "d", "x"],
      ["d/x.po"],
      ["-o", "-", "d/x.po"],
      ["-o", "old.mo", "d/x.po"],
      ["-o", "no/a.mo", "d/x.po"],
      ["nothing"],
      ["-o", "a.mo", "d"],
      ["--strict", "-o", "s", "d/x.po"],
      [],
      ["--nonsense"],
    ].map((words) => ({ run: ["msgfmt", ...words] })),
  },
};
