/** How one of the databases writes its lines. All text is latin1 bytes. */
export interface RecordFormat<Entry> {
  readonly path: string;
  /** Of a file that did not exist. */
  readonly mode: number;
  /** A backslash at the end of a line joins it with the next. */
  readonly joined: boolean;
  /** undefined for a line that is none: it is kept as it is. */
  parse(line: string): Entry | undefined;
  /** Without the newline; undefined where a field holds what it must not. */
  format(entry: Entry): string | undefined;
  name(entry: Entry): string;
}

/** A field as the shadow tools accept it (lib/fields.c, valid_field): nothing of `illegal`, no control character. */
export function isValidField(field: string, illegal: RegExp): boolean {
  return !illegal.test(field) && !/[\0-\x1f\x7f]/.test(field);
}

/** NIS entries ("+", "-name"): kept, and at the end of the file. */
export const isNis = (name: string): boolean => name.startsWith("+") || name.startsWith("-");
