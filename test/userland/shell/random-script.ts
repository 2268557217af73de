import { Random } from "../../fuzz/random.ts";

/** Writes scripts from a grammar: harmless ones, that end, and whose output no clock and no scheduler decides. */
export class ScriptWriter {
  readonly #random: Random;
  #fuel = 0;
  #document = 0;
  #documents: string[] = [];
  /** `set -x` prints what runs at once in any order. */
  #pipes = true;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  script(): string {
    this.#fuel = 40;
    this.#pipes = this.#random.below(8) > 0;
    const options = this.#of(["", "", "set -e\n", "set -u\n", "set -f\n", "IFS=:\n", "set -- a 'b c' ''\n"]);
    const trap = this.#of(["", "", "", "trap 'echo bye $?' EXIT\n"]);
    const functions = this.#of(["", 'f() { echo "f:$#:$1"; return ${2:-0}; }\n', `g() ${this.#compound(2)}\n`]);
    const lines = Array.from({ length: 1 + this.#random.below(6) }, () => this.#line(4));
    return (this.#pipes ? "" : "set -x\n") + options + trap + functions + lines.join("\n") + this.#of(["", "\n"]);
  }

  #of<T>(items: readonly T[]): T {
    return this.#random.of(items);
  }

  #line(depth: number): string {
    const line = this.#list(depth);
    const documents = this.#documents.join("");
    this.#documents = [];
    return documents === "" ? line : `${line}\n${documents.replace(/\n$/, "")}`;
  }

  #list(depth: number): string {
    const count = 1 + this.#random.below(2);
    return Array.from({ length: count }, () => this.#andOr(depth)).join(this.#of(["; ", ";", " ; "]));
  }

  #andOr(depth: number): string {
    let text = this.#pipeline(depth);
    while (this.#random.below(4) === 0) text += this.#of([" && ", " || ", "&&", "||"]) + this.#pipeline(depth);
    return text;
  }

  #pipeline(depth: number): string {
    const negated = this.#random.below(10) === 0 ? "! " : "";
    const first = this.#command(depth);
    if (!this.#pipes || this.#random.below(7) > 0) return negated + first;
    return `${negated}{ ${first}; } 2>/dev/null | ${this.#of(["cat", "cat | cat", 'while read -r x; do echo "<$x>"; done', '{ read x; echo "$x"; cat; }'])}`;
  }

  #command(depth: number): string {
    if (depth <= 0 || this.#fuel-- <= 0 || this.#random.below(3) > 0) return this.#simple(depth) + this.#redirection();
    return this.#compound(depth - 1) + (this.#random.below(5) === 0 ? this.#redirection() : "");
  }

  #compound(depth: number): string {
    const list = () => this.#list(depth);
    switch (this.#random.below(9)) {
      case 0:
        return `{ ${list()}; }`;
      case 1:
        return `(${list()})`;
      case 2:
        return `if ${list()}; then ${list()}; fi`;
      case 3:
        return `if ${list()}; then ${list()}; else ${list()}; fi`;
      case 4:
        return `for ${this.#of(["i", "x", "y"])} in ${this.#words(depth)}; do ${list()}; ${this.#of(["", "", "break; ", "continue; "])}done`;
      case 5:
        return `n=0; while [ $n -lt ${this.#random.below(4)} ]; do n=$((n+1)); ${list()}; done`;
      case 6:
        return `case ${this.#word(depth)} in ${this.#pattern()}) ${list()};; ${this.#pattern()}|${this.#pattern()}) ${list()};; *) ${list()};; esac`;
      case 7:
        return `eval ${this.#quoted(list())}`;
      default:
        return `{ ${list()}; ${this.#of(["false", "true", "(exit 3)"])}; }`;
    }
  }

  #quoted(text: string): string {
    return `'${text.replaceAll("'", "'\\''")}'`;
  }

  #simple(depth: number): string {
    const word = () => this.#word(depth);
    switch (this.#random.below(22)) {
      case 0:
        return `${this.#name()}=${this.#word(depth)}`;
      case 1:
        return `${this.#name()}=${word()} ${this.#name()}=${word()} ${this.#of(["echo", "f", ":", "export q"])} ${word()}`;
      case 2:
        return this.#of(["true", "false", ":", "(exit 4)", "shift", "set --", "echo $#"]);
      case 3:
        return `set -- ${this.#words(depth)}`;
      case 4:
        return `[ ${word()} ${this.#of(["=", "!=", "-eq", "-lt", "-a", "-o", "-nt"])} ${word()} ]`;
      case 5:
        return `test ${this.#of(["-n", "-z", "!", "-e", "-f", ""])} ${word()}`;
      case 6:
        return `printf ${this.#of(["'%s\\n'", "'[%s]'", "'%d\\n'", "'%b\\n'", "'%5s|%-3s\\n'", "'%x\\n'"])} ${this.#words(depth)}`;
      case 7:
        return `f ${this.#words(depth)}`;
      case 8:
        return `echo $((${this.#arithmetic(3)}))`;
      case 9:
        return `for x; do echo "$x"; done`;
      case 10:
        return `unset ${this.#name()}`;
      case 11:
        return `IFS=${this.#of([":", "' '", "''", "','", "' ,'", "$e"])}`;
      case 12:
        return `read ${this.#of(["x", "x y", "-r x y", "x y x"])} <<E${++this.#document}${this.#documentOf(`E${this.#document}`)}`;
      case 13:
        return `cat <<${this.#of(["", "-"])}${this.#of(["", "'"]) === "" ? `E${++this.#document}` : `'E${++this.#document}'`}${this.#documentOf(`E${this.#document}`)}`;
      case 14:
        return this.#of([
          "nosuchcommand",
          "cd /nonexistent",
          "return 2",
          "break",
          "continue",
          'echo "$@"',
          'echo "$*"',
          "echo $*",
          "set +e",
          "exit 5",
        ]);
      default:
        return `echo ${this.#words(depth)}`;
    }
  }

  #documentOf(mark: string): string {
    const lines = Array.from({ length: this.#random.below(3) }, () =>
      this.#of(["a b c", "  x:y ", "\\$x \\a", "$x", "${y:-d e}", "$((1+1))", "tab\there", "a\\", "'q' \"r\""]),
    );
    this.#documents.push(`${lines.map((line) => `${line}\n`).join("")}${mark}\n`);
    return "";
  }

  #redirection(): string {
    if (this.#random.below(6) > 0) return "";
    return this.#of([
      " >a",
      " >>a",
      " <a",
      " 2>&1",
      " >&2",
      " 2>/dev/null",
      " >/dev/null",
      " 3>&1 1>&2 2>&3",
      " <nope",
      " 2>b",
    ]);
  }

  #name(): string {
    return this.#of(["x", "y", "z"]);
  }

  #words(depth: number): string {
    return Array.from({ length: 1 + this.#random.below(3) }, () => this.#word(depth)).join(" ");
  }

  #word(depth: number): string {
    const pieces = this.#random.below(4) === 0 ? 2 + this.#random.below(2) : 1;
    return Array.from({ length: pieces }, () => this.#piece(depth)).join("");
  }

  #piece(depth: number): string {
    const inner = () => (depth > 0 ? this.#word(depth - 1) : "ww");
    switch (this.#random.below(20)) {
      case 0:
        return `$${this.#of(["x", "y", "z", "1", "2", "#", "?", "*", "@"])}`;
      case 1:
        return `"$${this.#of(["x", "y", "z", "1", "#", "*", "@"])}"`;
      case 2:
        return `\${${this.#name()}${this.#of([":-", "-", ":+", "+", ":=", "="])}${inner()}}`;
      case 3:
        return `"\${${this.#name()}${this.#of([":-", "-", ":+", "+"])}${inner()}}"`;
      case 4:
        return `\${${this.#name()}${this.#of(["#", "##", "%", "%%"])}${this.#pattern()}}`;
      case 5:
        return `"\${${this.#name()}${this.#of(["#", "##", "%", "%%"])}${this.#pattern()}}"`;
      case 6:
        return `\${#${this.#of(["x", "y", "1", "@", "*"])}}`;
      case 7:
        return depth > 0 && this.#fuel-- > 0 ? `$(${this.#simple(0)})` : "s";
      case 8:
        return depth > 0 && this.#fuel-- > 0 ? `"$(echo ${inner()}; echo ${this.#of(["a", "'  b '", "\\$x"])})"` : "t";
      case 9:
        return `$((${this.#arithmetic(2)}))`;
      case 10:
        return this.#of(["'a  b'", '"c d"', "e\\ f", "''", '""', "\\$x", "'*'", '"\\""', "\\\\", "'\\n'", '"\\n"']);
      case 11:
        return this.#of(["*", "?", "[ab]", "a*", "~", "x:y", "a:b:c", "-n", "-", "--"]);
      case 12:
        return `"a ${inner().replaceAll('"', "").replaceAll("'", "")} b"`;
      default:
        return this.#of(["a", "b", "c", "1", "2", "10", "foo", "a.b", "0"]);
    }
  }

  #pattern(): string {
    return this.#of([
      "a",
      "b*",
      "*b",
      "?",
      "[ab]*",
      "[!a]",
      "*",
      "'*'",
      "a?c",
      '"$x"',
      "$x",
      "[[:digit:]]",
      "*.*",
      "x\\*",
      "[a-c]",
      "\\?",
    ]);
  }

  #arithmetic(depth: number): string {
    if (depth <= 0 || this.#random.below(3) === 0)
      return this.#of(["1", "2", "7", "0", "x", "n", "010", "0x1f", "$#", "-3"]);
    const inner = () => this.#arithmetic(depth - 1);
    switch (this.#random.below(5)) {
      case 0:
        return `(${inner()})`;
      case 1:
        return `${inner()} ? ${inner()} : ${inner()}`;
      case 2:
        return `n ${this.#of(["=", "+=", "-="])} ${inner()}`;
      default:
        return `${inner()} ${this.#of(["+", "-", "*", "/", "%", "<", ">", "<=", "==", "!=", "&&", "||", "<<", "&", "|", "^"])} ${inner()}`;
    }
  }
}
