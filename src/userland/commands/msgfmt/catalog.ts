import { Refusal } from "../../kernel/refusal.ts";
import { canonicalCharset, readerOf } from "./charset.ts";
import type { Diagnostics } from "./diagnostics.ts";
import { isHeader, type Marks, marksOf, type Message, unmarked } from "./message.ts";
import { type CatalogVisitor, type Definition, Parser } from "./parser.ts";

/** How untranslated and fuzzy messages are taken, and what is said of them. */
export interface Reading {
  readonly fuzzy: boolean;
  readonly untranslated: boolean;
  readonly checkCompatibility: boolean;
  readonly checkHeader: boolean;
  readonly checkDomain: boolean;
}

/** The messages of one .mo file. */
export interface Domain {
  readonly name: string;
  readonly file: string;
  readonly messages: Message[];
}

/** All that was read so far: gettext 0.21 msgfmt.c and read-catalog.c. */
export class Catalog implements CatalogVisitor {
  readonly domains: Domain[] = [];
  translated = 0;
  untranslated = 0;
  fuzzy = 0;
  readonly #reading: Reading;
  readonly #diagnostics: Diagnostics;
  /** -o: all messages go there. */
  readonly #output: Domain | undefined;
  readonly #known = new Map<Domain, Map<string, Message>>();
  #domain: Domain | undefined;
  #marks: Marks = unmarked;
  #parser: Parser | undefined;
  #hasHeader = false;
  #fuzzyWarned = false;
  failed = false;

  constructor(
    reading: Reading,
    output: { readonly name: string; readonly file: string } | undefined,
    diagnostics: Diagnostics,
  ) {
    this.#reading = reading;
    this.#diagnostics = diagnostics;
    this.#output = output === undefined ? undefined : this.#domainOf(output.name, output.file);
  }

  /** Adds what stands in the text of a .po file. Throws `Fatal` where it is wrong. */
  read(text: string, file: string): void {
    this.#domain = this.#output;
    this.#marks = unmarked;
    this.#hasHeader = false;
    this.#diagnostics.begin();
    this.#parser = new Parser(text, file, this, this.#diagnostics);
    this.#parser.parse();
    if (this.#reading.checkHeader && !this.#hasHeader) {
      this.#diagnostics.lines(`${this.#diagnostics.name}: ${file}: `, "warning: PO file header missing or invalid\n");
      this.#diagnostics.continued("warning: charset conversion will not work\n");
    }
    const { errors } = this.#diagnostics;
    if (errors > 0) this.#diagnostics.fatal(`found ${errors} fatal error${errors === 1 ? "" : "s"}`);
  }

  comment(text: string): void {
    if (text[0] !== "," && text[0] !== "!") return;
    this.#marks = marksOf(text.slice(1));
    if (!this.#marks.fuzzy || this.#fuzzyWarned || this.#reading.fuzzy || !this.#reading.checkCompatibility) return;
    this.#fuzzyWarned = true;
    const { file } = this.#parser!.lexer.position;
    this.#diagnostics.error(`${file}: warning: source file contains fuzzy translation`);
  }

  domain(name: string): void {
    this.#marks = unmarked;
    if (this.#output !== undefined) {
      if (this.#reading.checkDomain)
        this.#diagnostics.grammar(this.#parser!.lexer.position, `'domain ${name}' directive ignored`);
      return;
    }
    const plain = name.split("/")[0]!;
    if (plain !== name) {
      this.failed = true;
      const prefix = `domain name "${name}" not suitable as file name`;
      this.#diagnostics.error(plain === "" ? prefix : `${prefix}: will use prefix`);
      if (plain === "") return;
    }
    this.#domain = this.#domainOf(plain, withSuffix(plain));
  }

  message(definition: Definition): void {
    if (isHeader(definition) && !definition.obsolete) this.#charset(definition.forms.join("\0"));
    this.#domain ??= this.#domainOf("messages", "messages.mo");
    const known = this.#known.get(this.#domain)!;
    const key = definition.context === undefined ? definition.id : `${definition.context}\x04${definition.id}`;
    const first = known.get(key);
    if (first !== undefined)
      this.#diagnostics.pair(
        definition.idAt,
        "duplicate message definition",
        first.at,
        "this is the location of the first definition",
      );
    else {
      const message = this.#counted({ ...definition, ...this.#marks });
      known.set(key, message);
      this.#domain.messages.push(message);
    }
    this.#marks = unmarked;
  }

  #domainOf(name: string, file: string): Domain {
    const known = this.domains.find((domain) => domain.name === name);
    if (known !== undefined) return known;
    const domain = { name, file, messages: [] };
    this.domains.push(domain);
    this.#known.set(domain, new Map());
    return domain;
  }

  /** Obsolete too where it is left out for being fuzzy or untranslated. */
  #counted(message: Message): Message {
    if (message.obsolete) return message;
    const empty = message.forms[0] === "" && message.forms.length > 0;
    const header = isHeader(message);
    const left = (empty && !this.#reading.untranslated) || (message.fuzzy && !this.#reading.fuzzy && !header);
    if (left && this.#reading.checkCompatibility)
      this.#diagnostics.at(message.at, `${empty ? "empty" : "fuzzy"} 'msgstr' entry ignored`);
    if (left && empty) this.untranslated++;
    else if (left) this.fuzzy++;
    else if (header) this.#hasHeader = true;
    else if (message.fuzzy) this.fuzzy++;
    else this.translated++;
    return left ? { ...message, obsolete: true } : message;
  }

  /** gettext 0.21 po-charset.c, po_lex_charset_set. */
  #charset(header: string): void {
    const { lexer } = this.#parser!;
    const { file } = lexer.position;
    const template = file.endsWith(".pot") && file.length >= 4;
    const charset = /charset=([^ \t\n\0]*)/.exec(header)?.[1];
    const warn = (text: string) => this.#diagnostics.lines(`${file}: warning: `, text, "warning");
    if (charset === undefined) {
      if (!template) warn("Charset missing in header.\nMessage conversion to user's charset will not work.\n");
      return;
    }
    const canonical = canonicalCharset(charset);
    if (canonical === undefined) {
      if (template && charset === "CHARSET") return;
      return warn(
        `Charset "${charset}" is not a portable encoding name.\nMessage conversion to user's charset might not work.\n`,
      );
    }
    const reader = readerOf(canonical);
    if (reader === undefined)
      throw new Refusal(
        file,
        `is written in ${canonical}, which msgfmt of the portable executor cannot read`,
        "convert it to UTF-8 with msgconv",
      );
    lexer.read(reader);
  }
}

/** The name of a .mo file, as a domain or `--strict` has it. */
export const withSuffix = (name: string): string => (/.\.g?mo$/s.test(name) ? name : `${name}.mo`);
