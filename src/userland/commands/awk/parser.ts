import { SyntaxFailure } from "./lexer.ts";
import { StatementParser } from "./statements.ts";
import type { Expression, Program, Rule, Statement } from "./syntax.ts";

const print: Statement = { type: "print", values: [] };

/** The grammar of mawk's parse.y. Throws `SyntaxFailure`. */
export class Parser extends StatementParser {
  program(): Program {
    const [begin, end, rules]: [Statement[], Statement[], Rule[]] = [[], [], []];
    for (this.newlines(); this.token.type !== "end"; this.endOfRule()) {
      if (this.word("BEGIN")) begin.push(this.block());
      else if (this.word("END")) end.push(this.block());
      else if (this.word("function")) this.function();
      else rules.push(this.rule());
    }
    for (const name of this.measured)
      if (this.arrays.has(name))
        throw new SyntaxFailure(1, `length(${name}) stands before ${name} is known to be an array`);
    for (const { name, line } of this.calls)
      if (!this.functions.has(name)) throw new SyntaxFailure(line, `function ${name} never defined`);
    return { begin, end, rules, functions: this.functions, globals: this.globals };
  }

  protected rule(): Rule {
    if (this.is("{")) return { body: this.block() };
    const test = this.expression();
    let until: Expression | undefined;
    if (this.operator(",")) {
      this.newlines();
      until = this.expression();
    }
    const body = this.is("{") ? this.block() : print;
    return { test, ...(until && { until }), body };
  }

  /** One semicolon may follow on the same line. */
  protected endOfRule(): void {
    if (this.is(";")) this.advance();
    this.newlines();
  }

  protected function(): void {
    const { text: name, type } = this.token;
    if (type !== "name" && type !== "call") this.fail();
    this.advance();
    this.expect("(");
    const parameters: string[] = [];
    while (!this.is(")")) {
      parameters.push(this.token.text);
      this.advance();
      if (!this.operator(",")) break;
      this.newlines();
    }
    this.expect(")");
    this.newlines();
    this.locals = parameters;
    const body = this.block();
    this.locals = [];
    this.functions.set(name, { parameters, body });
  }
}
