import type { Stdio } from "../stdio.ts";

export interface PrinterOptions {
  readonly fileNames: boolean;
  /** What follows a name instead of ":" or "-". */
  readonly nulNames: boolean;
  readonly lineNumbers: boolean;
  readonly byteOffsets: boolean;
  /** Lines that are no text of the locale are not printed. */
  readonly binary: boolean;
}

/** Prints lines with what stands before them: print_line_head of grep.c. */
export class Printer {
  /** A line was left out because it is no text. */
  omitted = false;
  private readonly io: Stdio;
  private readonly options: PrinterOptions;

  constructor(io: Stdio, options: PrinterOptions) {
    this.io = io;
    this.options = options;
  }

  /** `separator`: ":" of a line that was selected, "-" of one beside it. false where the line is no text. */
  line(text: Buffer, separator: string, name: string, number: number, offset: number, end: string): boolean {
    if (this.options.binary && this.io.utf8 && !isUtf8Text(text)) {
      this.omitted = true;
      return false;
    }
    this.io.put(`${this.head(separator, name, number, offset)}${text.toString("latin1")}${end}`);
    return true;
  }

  name(name: string, end: string): void {
    this.io.put(this.options.nulNames ? `${name}\0` : name + end);
  }

  private head(separator: string, name: string, number: number, offset: number): string {
    const { fileNames, nulNames, lineNumbers, byteOffsets } = this.options;
    const file = fileNames ? name + (nulNames ? "\0" : separator) : "";
    const line = lineNumbers ? `${number}${separator}` : "";
    return file + line + (byteOffsets ? `${offset}${separator}` : "");
  }
}

const fatal = new TextDecoder("utf-8", { fatal: true });

function isUtf8Text(text: Buffer): boolean {
  if (!text.some((byte) => byte >= 0x80)) return true;
  try {
    fatal.decode(text);
    return true;
  } catch {
    return false;
  }
}
