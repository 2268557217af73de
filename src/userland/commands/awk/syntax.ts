/** A variable: a global by its slot, or one of a function by its place in the frame. */
export interface Variable {
  readonly kind: "global" | "local";
  readonly slot: number;
  readonly name: string;
}

export type Place =
  | { readonly type: "variable"; readonly variable: Variable }
  | { readonly type: "field"; readonly index: Expression }
  | { readonly type: "element"; readonly array: Variable; readonly subscripts: readonly Expression[] };

export type Expression =
  | Place
  | { readonly type: "number"; readonly value: number }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "regex"; readonly source: string }
  | { readonly type: "assign"; readonly operator: string; readonly place: Place; readonly value: Expression }
  | { readonly type: "step"; readonly by: 1 | -1; readonly before: boolean; readonly place: Place }
  | { readonly type: "unary"; readonly operator: "-" | "+" | "!"; readonly operand: Expression }
  | { readonly type: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly type: "choice"; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly type: "in"; readonly subscripts: readonly Expression[]; readonly array: Variable }
  | { readonly type: "builtin"; readonly name: string; readonly args: readonly Expression[]; readonly line: number }
  | { readonly type: "call"; readonly name: string; readonly args: readonly Expression[]; readonly line: number }
  | {
      readonly type: "getline";
      readonly from: "main" | "file" | "command";
      readonly source?: Expression;
      readonly place?: Place;
    };

export type Statement =
  | { readonly type: "expression"; readonly value: Expression }
  | {
      readonly type: "print" | "printf";
      readonly values: readonly Expression[];
      readonly to?: { readonly how: ">" | ">>" | "|"; readonly where: Expression };
    }
  | { readonly type: "block"; readonly body: readonly Statement[] }
  | { readonly type: "if"; readonly test: Expression; readonly yes: Statement; readonly no?: Statement }
  | {
      readonly type: "while";
      readonly test: Expression;
      readonly body: Statement;
      readonly after: boolean;
      readonly step?: Statement;
    }
  | { readonly type: "each"; readonly variable: Place; readonly array: Variable; readonly body: Statement }
  | { readonly type: "break" | "continue" | "next" | "nextfile" }
  | { readonly type: "exit" | "return"; readonly value?: Expression }
  | { readonly type: "delete"; readonly array: Variable; readonly subscripts?: readonly Expression[] };

export interface Rule {
  /** undefined: each record. */
  readonly test?: Expression;
  /** The end of a range. */
  readonly until?: Expression;
  readonly body: Statement;
}

export interface Function {
  readonly parameters: readonly string[];
  readonly body: Statement;
}

export interface Program {
  readonly begin: readonly Statement[];
  readonly rules: readonly Rule[];
  readonly end: readonly Statement[];
  readonly functions: ReadonlyMap<string, Function>;
  /** Slots of global variables. */
  readonly globals: ReadonlyMap<string, number>;
}
