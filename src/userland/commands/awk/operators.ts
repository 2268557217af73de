import { isPlace, PrimaryParser } from "./primaries.ts";
import type { Expression } from "./syntax.ts";

const comparisons = new Set(["<", "<=", "==", "!=", ">", ">="]);
const assignments = new Set(["=", "+=", "-=", "*=", "/=", "%=", "^="]);

/** Operators, from those that bind least. */
export class ExpressionParser extends PrimaryParser {
  protected expression(): Expression {
    return this.conditionalExpression();
  }

  protected conditionalExpression(first?: Expression): Expression {
    const test = this.or(first);
    if (!this.operator("?")) return test;
    this.newlines();
    const yes = this.expression();
    this.newlines();
    this.expect(":");
    this.newlines();
    return { type: "choice", test, yes, no: this.expression() };
  }

  protected or(first?: Expression): Expression {
    let left = this.and(first);
    while (this.operator("||")) {
      this.newlines();
      left = { type: "binary", operator: "||", left, right: this.and() };
    }
    return left;
  }

  protected and(first?: Expression): Expression {
    let left = this.membership(first);
    while (this.operator("&&")) {
      this.newlines();
      left = { type: "binary", operator: "&&", left, right: this.membership() };
    }
    return left;
  }

  protected membership(first?: Expression): Expression {
    let left = this.match(first);
    while (!this.noIn && this.word("in")) left = { type: "in", subscripts: [left], array: this.array() };
    return left;
  }

  protected match(first?: Expression): Expression {
    let left = this.comparison(first);
    while (this.is("~") || this.is("!~")) {
      const operator = this.token.text;
      this.advance();
      left = { type: "binary", operator, left, right: this.comparison() };
    }
    return left;
  }

  protected comparison(first?: Expression): Expression {
    let left = this.concatenation(first);
    while (this.token.type === "operator" && comparisons.has(this.token.text) && !(this.printing && this.is(">"))) {
      const operator = this.token.text;
      // In a print mawk reads ">" first, which writes to a file.
      if (this.printing && operator === ">=") this.fail();
      this.advance();
      left = { type: "binary", operator, left, right: this.concatenation() };
    }
    return left;
  }

  protected concatenation(first?: Expression): Expression {
    let left = this.additive(first);
    while (this.beginsValue()) left = { type: "binary", operator: "", left, right: this.additive() };
    return left;
  }

  /** Whether what comes is joined to what was there: "in" and "getline" are not. */
  protected beginsValue(): boolean {
    const { type, text } = this.token;
    if (
      type === "number" ||
      type === "string" ||
      type === "regex" ||
      type === "name" ||
      type === "call" ||
      type === "builtin"
    )
      return true;
    return (
      type === "operator" &&
      (text === "$" || text === "!" || text === "(" || text === "-" || text === "+" || text === "++" || text === "--")
    );
  }

  protected additive(first?: Expression): Expression {
    let left = this.term(first);
    while (this.is("+") || this.is("-")) {
      const operator = this.token.text;
      this.advance();
      left = { type: "binary", operator, left, right: this.term() };
    }
    return left;
  }

  protected term(first?: Expression): Expression {
    let left = this.unary(first);
    while (this.is("*") || this.is("/") || this.is("%")) {
      const operator = this.token.text;
      this.advance();
      left = { type: "binary", operator, left, right: this.unary() };
    }
    return left;
  }

  protected unary(first?: Expression): Expression {
    const { text } = this.token;
    if (first === undefined && this.token.type === "operator" && (text === "!" || text === "-" || text === "+")) {
      this.advance();
      return { type: "unary", operator: text, operand: this.unary() };
    }
    return this.power(first);
  }

  protected power(first?: Expression): Expression {
    const left = this.postfix(first);
    if (!this.operator("^")) return left;
    return { type: "binary", operator: "^", left, right: this.unary() };
  }

  /** A place before "=" is given a value wherever it stands: in "a && b = 1" as well. */
  protected postfix(first?: Expression): Expression {
    let value = first ?? this.primary();
    if (isPlace(value) && this.token.type === "operator" && assignments.has(this.token.text)) {
      const operator = this.token.text;
      this.advance();
      this.newlines();
      return { type: "assign", operator, place: value, value: this.expression() };
    }
    if (isPlace(value) && (this.is("++") || this.is("--"))) {
      const by = this.is("++") ? 1 : -1;
      this.advance();
      value = { type: "step", by, before: false, place: value };
    }
    while (this.is("|") && this.peek().text === "getline" && this.peek().type === "word") {
      this.advance();
      this.advance();
      const place = this.optionalPlace();
      value = { type: "getline", from: "command", source: value, ...(place && { place }) };
    }
    return value;
  }
}
