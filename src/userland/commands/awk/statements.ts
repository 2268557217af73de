import { SyntaxFailure } from "./lexer.ts";
import { ExpressionParser } from "./operators.ts";
import type { Expression, Statement } from "./syntax.ts";

export class StatementParser extends ExpressionParser {
  protected block(): Statement {
    this.expect("{");
    const body: Statement[] = [];
    for (this.terminators(); !this.is("}"); this.terminators()) {
      if (this.token.type === "end") throw new SyntaxFailure(this.token.line, "missing } near end of file");
      body.push(this.statement());
    }
    this.advance();
    return { type: "block", body };
  }

  /** What may follow a statement that is no block. */
  protected endOfStatement(): void {
    if (this.is("}") || this.token.type === "end") return;
    if (!this.is(";") && this.token.type !== "newline") this.fail();
    this.advance();
  }

  protected statement(): Statement {
    if (this.is("{")) return this.block();
    if (this.operator(";")) return { type: "block", body: [] };
    if (this.word("if")) return this.conditional();
    if (this.word("while")) return this.loop();
    if (this.word("do")) return this.doLoop();
    if (this.word("for")) return this.forLoop();
    const simple = this.simple();
    this.endOfStatement();
    return simple;
  }

  protected conditional(): Statement {
    this.expect("(");
    const test = this.expression();
    this.expect(")");
    this.newlines();
    const yes = this.statement();
    const skipped = this.terminatorsBeforeElse();
    if (!skipped) return { type: "if", test, yes };
    this.newlines();
    return { type: "if", test, yes, no: this.statement() };
  }

  /** Reads "else", which newlines and a semicolon may stand before. */
  protected terminatorsBeforeElse(): boolean {
    while (this.token.type === "newline" || this.is(";")) {
      const rest = this.peekPastNewlines();
      if (rest.type !== "word" || rest.text !== "else") return false;
      this.terminators();
    }
    return this.word("else");
  }

  protected loop(): Statement {
    this.expect("(");
    const test = this.expression();
    this.expect(")");
    if (this.operator(";")) return { type: "while", test, body: { type: "block", body: [] }, after: false };
    this.newlines();
    return { type: "while", test, body: this.statement(), after: false };
  }

  protected doLoop(): Statement {
    this.newlines();
    const body = this.statement();
    this.terminators();
    if (!this.word("while")) this.fail();
    this.expect("(");
    const test = this.expression();
    this.expect(")");
    this.endOfStatement();
    return { type: "while", test, body, after: true };
  }

  protected forLoop(): Statement {
    this.expect("(");
    this.noIn = true;
    const first = this.is(";") ? undefined : this.simple();
    this.noIn = false;
    if (this.word("in")) {
      if (first?.type !== "expression" || first.value.type !== "variable") this.fail();
      const array = this.array();
      this.expect(")");
      this.newlines();
      return { type: "each", variable: first.value, array, body: this.statement() };
    }
    this.expect(";");
    this.newlines();
    const test = this.is(";") ? ({ type: "number", value: 1 } as const) : this.expression();
    this.expect(";");
    this.newlines();
    const step = this.is(")") ? undefined : this.simple();
    this.expect(")");
    const empty = this.operator(";");
    if (!empty) this.newlines();
    const body: Statement = empty ? { type: "block", body: [] } : this.statement();
    const loop: Statement = { type: "while", test, body, after: false, ...(step && { step }) };
    return first === undefined ? loop : { type: "block", body: [first, loop] };
  }

  protected simple(): Statement {
    const { text, type } = this.token;
    if (type === "word") {
      if (text === "print" || text === "printf") return this.print(text);
      if (text === "delete") return this.deletion();
      if (text === "break" || text === "continue" || text === "next" || text === "nextfile") {
        this.advance();
        return { type: text };
      }
      if (text === "exit" || text === "return") {
        this.advance();
        return this.atEnd() ? { type: text } : { type: text, value: this.expression() };
      }
    }
    return { type: "expression", value: this.expression() };
  }

  protected deletion(): Statement {
    this.advance();
    const array = this.array();
    if (!this.operator("[")) return { type: "delete", array };
    const subscripts = this.list();
    this.expect("]");
    return { type: "delete", array, subscripts };
  }

  protected atEnd(): boolean {
    return this.token.type === "newline" || this.token.type === "end" || this.is(";") || this.is("}");
  }

  protected print(type: "print" | "printf"): Statement {
    this.advance();
    this.printing = true;
    const values = this.atEnd() || this.isRedirection() ? [] : this.printList();
    this.printing = false;
    if (!this.isRedirection()) return { type, values };
    const first = this.token.text;
    this.advance();
    const how = first === ">" && this.operator(">") ? ">>" : first === "|" ? "|" : ">";
    return { type, values, to: { how, where: this.concatenation() } };
  }

  protected isRedirection(): boolean {
    return this.is(">") || this.is("|");
  }

  /** A list in parentheses is the whole list, unless more follows it. */
  protected printList(): readonly Expression[] {
    if (!this.is("(")) return this.list();
    const group = this.grouping();
    if (group.length > 1) {
      if (this.word("in")) return this.rest({ type: "in", subscripts: group, array: this.array() });
      return group;
    }
    return this.rest(group[0]!);
  }

  /** The list whose first part has begun. */
  protected rest(first: Expression): readonly Expression[] {
    const expressions = [this.conditionalExpression(first)];
    while (this.operator(",")) {
      this.newlines();
      expressions.push(this.expression());
    }
    return expressions;
  }
}
