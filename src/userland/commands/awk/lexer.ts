/** A token of an awk program. */
export interface Token {
  readonly type: "number" | "string" | "regex" | "name" | "call" | "builtin" | "word" | "operator" | "newline" | "end";
  /** Name, text or operator; a number as it was written. */
  readonly text: string;
  readonly line: number;
}

/** A program that mawk would not understand, with its message. */
export class SyntaxFailure extends Error {
  constructor(line: number, message: string) {
    super(`line ${line}: ${message}`);
    this.name = "SyntaxFailure";
  }
}

const words = new Set(
  "BEGIN END function if else while do for in break continue next nextfile exit return delete getline print printf".split(
    " ",
  ),
);
const builtins = new Set(
  "length substr index split sub gsub match sprintf sin cos atan2 exp log sqrt int rand srand toupper tolower system close fflush".split(
    " ",
  ),
);
const operators = [
  ..."&& || == != <= >= ++ -- += -= *= /= %= ^= !~".split(" "),
  ..."{ } ( ) [ ] ; , + - * / % ^ ! > < | ? : ~ $ =".split(" "),
];

/** Tokens one by one; whether "/" begins a regular expression is the parser's to say. */
export class Lexer {
  private readonly text: string;
  private at = 0;
  private line = 1;

  constructor(text: string) {
    this.text = text;
  }

  next(regexHere: boolean): Token {
    this.skip();
    const { text, at, line } = this;
    const character = text[at];
    const token = (type: Token["type"], value: string, length = value.length): Token => {
      this.at += length;
      return { type, text: value, line };
    };
    if (character === undefined) return token("end", "");
    if (character === "\n") {
      this.line += 1;
      return token("newline", "\n");
    }
    if (character === '"') return this.quoted('"', "string");
    if (character === "/" && regexHere) return this.quoted("/", "regex");
    const number = /^(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/.exec(text.slice(at, at + 400))?.[0];
    if (number !== undefined) return token("number", number);
    const name = /^[A-Za-z_]\w*/.exec(text.slice(at, at + 400))?.[0];
    if (name !== undefined) {
      if (words.has(name)) return token("word", name);
      if (builtins.has(name)) return token("builtin", name);
      return token(text[at + name.length] === "(" ? "call" : "name", name);
    }
    const operator = operators.find((each) => text.startsWith(each, at));
    if (operator === undefined) throw new SyntaxFailure(line, `unexpected character '${character}'`);
    return token("operator", operator);
  }

  private skip(): void {
    for (;;) {
      const character = this.text[this.at];
      if (character === " " || character === "\t" || character === "\r") this.at += 1;
      else if (character === "\\" && /^\\\r?\n/.test(this.text.slice(this.at, this.at + 3))) {
        this.at = this.text.indexOf("\n", this.at) + 1;
        this.line += 1;
      } else if (character === "#") {
        const end = this.text.indexOf("\n", this.at);
        this.at = end < 0 ? this.text.length : end;
      } else return;
    }
  }

  /** A string, or a regular expression without the escapes of its own. */
  private quoted(mark: string, type: "string" | "regex"): Token {
    const { line } = this;
    let value = "";
    let at = this.at + 1;
    for (; this.text[at] !== mark; at++) {
      const character = this.text[at];
      if (character === undefined || character === "\n")
        throw new SyntaxFailure(line, type === "string" ? "runaway string constant" : "runaway regular expression");
      value += character;
      if (character !== "\\" || at + 1 >= this.text.length) continue;
      at += 1;
      if (this.text[at] === "\n") {
        this.line += 1;
        value = value.slice(0, -1);
      } else value += this.text[at];
    }
    this.at = at + 1;
    return { type, text: type === "string" ? unescape(value) : value, line };
  }
}

const letters: Readonly<Record<string, string>> = {
  ...{ n: "\n", t: "\t", f: "\f", b: "\b", r: "\r", a: "\x07", v: "\v" },
  ...{ "\\": "\\", '"': '"', "/": "/" },
};

/** rm_escape of mawk's scan.c: what it does not know keeps its "\". */
export function unescape(text: string): string {
  return text.replaceAll(/\\([0-7]{1,3}|x[0-9a-fA-F]{1,2}|[^]|$)/g, (whole, escape: string) => {
    if (/^[0-7]/.test(escape)) return String.fromCharCode(Number.parseInt(escape, 8) & 0xff);
    if (/^x./.test(escape)) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return letters[escape] ?? whole;
  });
}
