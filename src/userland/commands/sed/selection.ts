import type { Regex } from "../../regex/regex.ts";
import { testIn } from "../../regex/string-search.ts";
import type { Address, Pattern, Script } from "./command.ts";
import { scriptErrors } from "./script-error.ts";

/** Of a command with two addresses: not begun, within it, or over for good. */
type Range = "inactive" | "active" | "closed";

/** What addresses look at. */
interface Lines {
  readonly line: number;
  atEnd(): Promise<boolean>;
}

/** Which commands the line at hand is for: match_address_p of sed/execute.c. */
export class Selection {
  private readonly script: Script;
  private readonly ranges: Range[];
  /** Where ranges that end by a number of lines do. */
  private readonly ends: number[] = [];
  private lastRegex: Regex | undefined;

  constructor(script: Script) {
    this.script = script;
    this.ranges = script.commands.map(() => "inactive");
  }

  /** At the first file, and at each that is read for itself. */
  beginFile(): void {
    this.script.commands.forEach(({ first }, index) => {
      this.ranges[index] = first?.type === "line" && first.line === 0 ? "active" : "inactive";
    });
  }

  /** Whether the range of a command goes on after this line. */
  goesOn(at: number): boolean {
    return this.ranges[at] === "active";
  }

  /** A pattern, or where it is empty the one that was used last. */
  regex(pattern: Pattern): Regex {
    const regex = pattern ?? this.lastRegex;
    if (regex === undefined) return this.script.source.failAtEnd(scriptErrors.noRegex);
    this.lastRegex = regex;
    return regex;
  }

  /** Whether the command at `at` is for this line, "!" not regarded. */
  matches(at: number, input: Lines, space: string): boolean | Promise<boolean> {
    const { first, second } = this.script.commands[at]!;
    if (first === undefined) return true;
    if (second === undefined) return this.matchesOne(first, at, input, space);
    return this.matchesRange(first, second, at, input, space);
  }

  private async matchesRange(
    first: Address,
    second: Address,
    at: number,
    input: Lines,
    space: string,
  ): Promise<boolean> {
    const { line } = input;
    if (this.ranges[at] !== "active") {
      if (
        first.type === "line"
          ? this.ranges[at] === "closed" || line < first.line
          : !(await this.matchesOne(first, at, input, space))
      )
        return false;
      this.ranges[at] = "active";
      if (second.type === "regex") return true;
      if (second.type === "line") {
        if (line >= second.line) this.ranges[at] = "closed";
        return line <= second.line || this.matchesOne(first, at, input, space);
      }
      if (second.type === "count" || second.type === "multiple") {
        this.ends[at] = line + (second.type === "count" ? second.count : second.of - (line % second.of));
        return true;
      }
    }
    if (second.type === "line") {
      if (line >= second.line) this.ranges[at] = "closed";
      return line <= second.line;
    }
    if (await this.matchesOne(second, at, input, space)) this.ranges[at] = "closed";
    return true;
  }

  private matchesOne(address: Address, at: number, input: Lines, space: string): boolean | Promise<boolean> {
    const { line } = input;
    switch (address.type) {
      case "any":
        return true;
      case "line":
        return address.line === line;
      case "step":
        return line >= address.first && (line - address.first) % address.step === 0;
      case "last":
        return input.atEnd();
      case "regex":
        return testIn(this.regex(address.regex), space);
      case "count":
      case "multiple":
        return this.ends[at]! <= line;
    }
  }
}
