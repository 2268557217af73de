import { fromOutside, toText, type Value } from "./values.ts";

/** $0 and its fields: each is made from the other when it is asked for. */
export class Record {
  private readonly split: (text: string) => readonly string[];
  private readonly join: () => string;
  private readonly format: () => string;
  private text: string | undefined = "";
  private fields: Value[] | undefined;

  /** `join` gives OFS, `format` CONVFMT. */
  constructor(split: (text: string) => readonly string[], join: () => string, format: () => string) {
    this.split = split;
    this.join = join;
    this.format = format;
  }

  get whole(): Value {
    return fromOutside(this.string);
  }

  get string(): string {
    return (this.text ??= this.parts.map((part) => toText(part, this.format())).join(this.join()));
  }

  set(text: string): void {
    this.text = text;
    this.fields = undefined;
  }

  get count(): number {
    return this.parts.length;
  }

  /** NF = count */
  resize(count: number): void {
    const parts = this.parts;
    while (parts.length < count) parts.push("");
    parts.length = count;
    this.text = undefined;
  }

  field(index: number): Value {
    return index === 0 ? this.whole : (this.parts[index - 1] ?? "");
  }

  assign(index: number, value: Value): void {
    if (index > this.count) this.resize(index);
    this.parts[index - 1] = value ?? "";
    this.text = undefined;
  }

  private get parts(): Value[] {
    return (this.fields ??= this.split(this.text ?? "").map(fromOutside));
  }
}
