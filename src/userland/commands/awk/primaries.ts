import type { Expression, Function, Place, Variable } from "./syntax.ts";
import { ownVariables } from "./own-variables.ts";
import { TokenStream } from "./token-stream.ts";
import { parseNumber } from "./values.ts";

export const isPlace = (value: Expression): value is Place =>
  value.type === "variable" || value.type === "field" || value.type === "element";

/** Constants, variables, calls and what stands in parentheses. */
export abstract class PrimaryParser extends TokenStream {
  protected readonly globals = new Map(ownVariables.map((name, slot) => [name, slot]));
  protected readonly functions = new Map<string, Function>();
  protected readonly calls: { readonly name: string; readonly line: number }[] = [];
  /** Names that were used as arrays so far, and those whose length was asked for before that. */
  protected readonly arrays = new Set<string>();
  protected readonly measured = new Set<string>();
  protected locals: readonly string[] = [];
  /** In the list of a print that stands without parentheses, ">" writes to a file. */
  protected printing = false;
  protected noIn = false;

  protected abstract expression(): Expression;

  /** ( list ) */
  protected grouping(): readonly Expression[] {
    this.expect("(");
    const { printing, noIn } = this;
    [this.printing, this.noIn] = [false, false];
    this.newlines();
    const list = this.list();
    this.newlines();
    [this.printing, this.noIn] = [printing, noIn];
    this.expect(")");
    return list;
  }

  protected list(): readonly Expression[] {
    const expressions = [this.expression()];
    while (this.operator(",")) {
      this.newlines();
      expressions.push(this.expression());
    }
    return expressions;
  }

  protected primary(): Expression {
    const { type, text, line } = this.token;
    if (type === "number") return this.advanced({ type: "number", value: parseNumber(text) });
    if (type === "string") return this.advanced({ type: "string", value: text });
    if (type === "regex") return this.advanced({ type: "regex", source: text });
    if (type === "name") return this.named();
    if (type === "call") return this.call(text, line);
    if (type === "builtin") return this.builtin(text, line);
    if (this.operator("$")) return { type: "field", index: this.fieldIndex() };
    if (this.is("++") || this.is("--")) {
      const by = this.is("++") ? 1 : -1;
      this.advance();
      const place = this.primary();
      return isPlace(place) ? { type: "step", by, before: true, place } : this.fail();
    }
    if (this.is("(")) {
      const group = this.grouping();
      if (group.length === 1) return group[0]!;
      if (!this.word("in")) this.fail();
      return { type: "in", subscripts: group, array: this.array() };
    }
    if (this.word("getline")) return this.getline();
    return this.fail();
  }

  protected fieldIndex(): Expression {
    if (this.is("++") || this.is("--") || this.is("-") || this.is("+") || this.is("!")) {
      const { text } = this.token;
      if (text === "++" || text === "--") return this.primary();
      this.advance();
      return { type: "unary", operator: text as "-", operand: this.fieldIndex() };
    }
    return this.primary();
  }

  protected getline(): Expression {
    const place = this.optionalPlace();
    if (!this.operator("<")) return { type: "getline", from: "main", ...(place && { place }) };
    return { type: "getline", from: "file", source: this.primary(), ...(place && { place }) };
  }

  protected optionalPlace(): Place | undefined {
    if (this.token.type !== "name" && !this.is("$")) return undefined;
    const place = this.primary();
    return isPlace(place) ? place : undefined;
  }

  protected named(): Expression {
    const variable = this.variable();
    if (!this.operator("[")) return { type: "variable", variable };
    this.arrays.add(variable.name);
    const { printing, noIn } = this;
    [this.printing, this.noIn] = [false, false];
    const subscripts = this.list();
    [this.printing, this.noIn] = [printing, noIn];
    this.expect("]");
    return { type: "element", array: variable, subscripts };
  }

  protected call(name: string, line: number): Expression {
    this.advance();
    this.calls.push({ name, line });
    return { type: "call", name, args: this.arguments(), line };
  }

  protected builtin(name: string, line: number): Expression {
    this.advance();
    if (name === "length" && !this.is("(")) return { type: "builtin", name, args: [], line };
    const args = this.arguments();
    const [first, second] = args;
    if (name === "length" && first?.type === "variable" && !this.arrays.has(first.variable.name))
      this.measured.add(first.variable.name);
    if (name === "split" && second?.type === "variable") this.arrays.add(second.variable.name);
    return { type: "builtin", name, args, line };
  }

  protected arguments(): readonly Expression[] {
    if (this.is("(") && this.peek().text === ")" && this.peek().type === "operator") {
      this.advance();
      this.advance();
      return [];
    }
    return this.grouping();
  }

  protected array(): Variable {
    this.arrays.add(this.token.text);
    return this.variable();
  }

  protected variable(): Variable {
    const { type, text } = this.token;
    if (type !== "name") this.fail();
    this.advance();
    const local = this.locals.indexOf(text);
    if (local >= 0) return { kind: "local", slot: local, name: text };
    if (!this.globals.has(text)) this.globals.set(text, this.globals.size);
    return { kind: "global", slot: this.globals.get(text)!, name: text };
  }

  protected advanced(expression: Expression): Expression {
    this.advance();
    return expression;
  }
}
