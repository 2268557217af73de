import { SystemError } from "../../kernel/errno.ts";
import type { Process } from "../../kernel/process.ts";
import { Exit } from "../../kernel/program.ts";
import type { Arguments } from "../options.ts";
import { tool } from "../tool.ts";
import { Catalog, type Domain, withSuffix } from "./catalog.ts";
import { checkMessages, type Checks } from "./check.ts";
import { Diagnostics, Fatal } from "./diagnostics.ts";
import { type MoSettings, writeMo } from "./mo.ts";
import { readSource } from "./sources.ts";
import { supersede } from "./supersede.ts";

const other = "writes another format than .mo";
const person = "is for people";

const options = {
  alignment: { short: "a", long: "alignment", value: "required" },
  check: { short: "c", long: "check" },
  accelerators: { long: "check-accelerators", value: "optional" },
  compatibility: { short: "C", long: "check-compatibility" },
  checkDomain: { long: "check-domain" },
  checkFormat: { long: "check-format" },
  checkHeader: { long: "check-header" },
  csharp: { long: "csharp", refused: other },
  csharpResources: { long: "csharp-resources", refused: other },
  desktop: { long: "desktop", refused: other },
  directory: { short: "D", long: "directory", value: "required" },
  base: { short: "d", value: "required", refused: other },
  endianness: { long: "endianness", value: "required" },
  help: { short: "h", long: "help", refused: person },
  java: { short: "j", long: "java", refused: other },
  java2: { long: "java2", refused: other },
  keyword: { long: "keyword", value: "required", refused: other },
  language: { short: "L", long: "language", value: "required", refused: other },
  locale: { short: "l", long: "locale", value: "required", refused: other },
  noHash: { long: "no-hash" },
  output: { short: "o", long: "output-file", value: "required" },
  properties: { short: "P", long: "properties-input", refused: "reads another format than .po" },
  qt: { long: "qt", refused: other },
  resource: { short: "r", long: "resource", value: "required", refused: other },
  source: { long: "source", refused: other },
  statistics: { long: "statistics" },
  strict: { long: "strict" },
  stringtable: { long: "stringtable-input", refused: "reads another format than .po" },
  tcl: { long: "tcl", refused: other },
  template: { long: "template", value: "required", refused: other },
  fuzzy: { short: "f", long: "use-fuzzy" },
  untranslated: { long: "use-untranslated" },
  verbose: { short: "v", long: "verbose" },
  version: { short: "V", long: "version" },
  xml: { short: "x", long: "xml", refused: other },
} as const;

type Name = keyof typeof options;

const version = `msgfmt (GNU gettext-tools) 0.21
Copyright (C) 1995-2020 Free Software Foundation, Inc.
License GPLv3+: GNU GPL version 3 or later <https://gnu.org/licenses/gpl.html>
This is free software: you are free to change and redistribute it.
There is NO WARRANTY, to the extent permitted by law.
Written by Ulrich Drepper.
`;

/** msgfmt of GNU gettext 0.21, for .po and .mo: its .mo files are equal to the byte. */
export const msgfmt = tool<Name>({
  options,
  async run(proc, args) {
    const name = proc.args[0] ?? "msgfmt";
    const diagnostics = new Diagnostics(name);
    try {
      return await compile(proc, args, diagnostics);
    } catch (error) {
      if (error instanceof Fatal) return 1;
      throw error;
    } finally {
      await proc.err(diagnostics.take());
    }
  },
});

async function compile(proc: Process, args: Arguments<Name>, diagnostics: Diagnostics): Promise<number> {
  const settings = settingsOf(args, diagnostics);
  const checks = checksOf(args, diagnostics);
  if (args.has("version")) {
    await proc.out(version);
    return 0;
  }
  if (args.operands.length === 0) {
    diagnostics.error("no input file given");
    await proc.err(`${diagnostics.take()}Try '${proc.args[0]} --help' for more information.\n`);
    throw new Exit(1);
  }
  const output = args.value("output");
  const all = args.has("check");
  const reading = {
    fuzzy: args.has("fuzzy"),
    untranslated: args.has("untranslated"),
    checkCompatibility: checks.compatibility,
    checkHeader: checks.header,
    checkDomain: all || args.has("checkDomain"),
  };
  const file = output !== undefined && args.has("strict") ? withSuffix(output) : output;
  const catalog = new Catalog(reading, output === undefined ? undefined : { name: output, file: file! }, diagnostics);
  for (const operand of args.operands) {
    const source = await readSource(proc, operand, args.values("directory"), diagnostics);
    catalog.read(source.text, source.name);
  }
  return write(proc, args, { catalog, settings, checks }, diagnostics);
}

async function write(
  proc: Process,
  args: Arguments<Name>,
  { catalog, settings, checks }: { readonly catalog: Catalog; readonly settings: MoSettings; readonly checks: Checks },
  diagnostics: Diagnostics,
): Promise<number> {
  const domains = catalog.domains.map((domain) => ({
    ...domain,
    messages: domain.messages.filter((message) => !message.obsolete),
  }));
  const errors = domains.reduce((sum, domain) => sum + checkMessages(domain.messages, checks, diagnostics), 0);
  if (errors > 0) diagnostics.error(`found ${errors} fatal error${errors === 1 ? "" : "s"}`);
  let failed = errors > 0 || catalog.failed;
  for (const domain of domains) if (!(await writeDomain(proc, domain, settings, diagnostics))) failed = true;
  const verbose = args.given.filter(({ name }) => name === "verbose").length;
  const told = verbose + Number(args.has("statistics"));
  if (told > 0) await proc.err(diagnostics.take() + statistics(catalog, told > 1 ? args.operands : []));
  return failed ? 1 : 0;
}

async function writeDomain(
  proc: Process,
  { name, file, messages }: Domain,
  settings: MoSettings,
  diagnostics: Diagnostics,
): Promise<boolean> {
  if (messages.length === 0) return true;
  const bytes = writeMo(messages, settings);
  try {
    if (name === "-") await proc.descriptor(1).write(bytes);
    else await supersede(proc, file, bytes);
    return true;
  } catch (error) {
    if (!(error instanceof SystemError) || error.code === "EPIPE") throw error;
    diagnostics.error(`error while opening "${file}" for writing: ${error.message}`);
    return false;
  }
}

function statistics({ translated, fuzzy, untranslated }: Catalog, files: readonly string[]): string {
  const parts = [
    `${translated} translated message${translated === 1 ? "" : "s"}`,
    ...(fuzzy > 0 ? [`${fuzzy} fuzzy translation${fuzzy === 1 ? "" : "s"}`] : []),
    ...(untranslated > 0 ? [`${untranslated} untranslated message${untranslated === 1 ? "" : "s"}`] : []),
  ];
  return `${files.length > 0 ? `${files.join(", ")}: ` : ""}${parts.join(", ")}.\n`;
}

function settingsOf(args: Arguments<Name>, diagnostics: Diagnostics): MoSettings {
  const endianness = args.value("endianness");
  if (endianness !== undefined && endianness !== "big" && endianness !== "little")
    diagnostics.fatal(`invalid endianness: ${endianness}`);
  const alignment = args
    .values("alignment")
    .map((text) => Number.parseInt(text))
    .findLast((value) => !Number.isNaN(value));
  return { alignment: Math.max(1, alignment ?? 1), bigEndian: endianness === "big", hashTable: !args.has("noHash") };
}

function checksOf(args: Arguments<Name>, diagnostics: Diagnostics): Checks {
  const mark = args.value("accelerators");
  if (mark !== undefined && !/^[!-/:-@[-`{-~]$/.test(mark))
    diagnostics.fatal("the argument to --check-accelerators should be a single punctuation character");
  return {
    formats: args.has("check") || args.has("checkFormat"),
    header: args.has("check") || args.has("checkHeader"),
    compatibility: args.has("compatibility"),
    accelerator: args.has("accelerators") ? (mark ?? "&") : undefined,
  };
}
