import { isErrno } from "../../kernel/errno.ts";
import type { FileStat } from "../../kernel/files.ts";
import type { Builtin, Shell } from "../shell.ts";
import { ShellError } from "../state/failure.ts";
import { integer } from "../state/numbers.ts";

type Kind = "unary" | "binary" | "not" | "connective" | "parenthesis";

const kinds: ReadonlyMap<string, Kind> = new Map([
  ...["-r", "-w", "-x", "-e", "-f", "-d", "-c", "-b", "-p", "-u", "-g", "-k", "-s", "-t", "-z", "-n", "-h", "-O"].map(
    (operator) => [operator, "unary"] as const,
  ),
  ...["-G", "-L", "-S"].map((operator) => [operator, "unary"] as const),
  ...["=", "!=", "<", ">", "-eq", "-ne", "-ge", "-gt", "-le", "-lt", "-nt", "-ot", "-ef"].map(
    (operator) => [operator, "binary"] as const,
  ),
  ["!", "not"],
  ["-a", "connective"],
  ["-o", "connective"],
  ["(", "parenthesis"],
  [")", "parenthesis"],
]);

/** test and [ (dash: src/bltin/test.c), with its way of reading what is ambiguous. */
export const test: Builtin = {
  run(shell, args) {
    let words = args.slice(1);
    if (args[0] === "[" && words.pop() !== "]") throw new ShellError("missing ]");
    let negated = false;
    for (;;) {
      const { length } = words;
      if (length < 1) return negated ? 0 : 1;
      const binary = length === 3 && kinds.get(words[1]!) === "binary";
      if (!binary && (length === 3 || length === 4)) {
        if (words[0] === "(" && words[length - 1] === ")") words = words.slice(1, -1);
        else if (words[0] === "!") {
          negated = !negated;
          words = words.slice(1);
          continue;
        }
      }
      const result = new Expression(shell, words).value(binary);
      return result !== negated ? 0 : 1;
    }
  },
};

class Expression {
  readonly #shell: Shell;
  readonly #words: readonly string[];
  #at = 0;

  constructor(shell: Shell, words: readonly string[]) {
    this.#shell = shell;
    this.#words = words;
  }

  value(operandFirst: boolean): boolean {
    const result = this.#or(operandFirst ? "operand" : this.#token());
    const [left, right] = [this.#words[this.#at], this.#words[this.#at + 1]];
    if (left !== undefined && right !== undefined) fail(left, "unexpected operator");
    return result;
  }

  /** What the word is here: an operator may be an operand where it could not be one. */
  #token(): string {
    const word = this.#words[this.#at];
    if (word === undefined) return "end";
    const kind = kinds.get(word);
    if (kind === undefined) return "operand";
    if (kind === "unary" && this.#isOperand()) return "operand";
    if (word === "(" && this.#words[this.#at + 1] === undefined) return "operand";
    return word;
  }

  #isOperand(): boolean {
    const next = this.#words[this.#at + 1];
    if (next === undefined) return true;
    return this.#words[this.#at + 2] !== undefined && kinds.get(next) === "binary";
  }

  #next(): string {
    this.#at++;
    return this.#token();
  }

  /** The token behind the current one, which stays the current one. */
  #behind(): string {
    const token = this.#next();
    this.#at--;
    return token;
  }

  #or(first: string): boolean {
    let result = false;
    let token = first;
    for (;;) {
      result = this.#and(token) || result;
      if (this.#behind() !== "-o") return result;
      this.#at += 2;
      token = this.#token();
    }
  }

  #and(first: string): boolean {
    let result = true;
    let token = first;
    for (;;) {
      result = this.#not(token) && result;
      if (this.#behind() !== "-a") return result;
      this.#at += 2;
      token = this.#token();
    }
  }

  #not(token: string): boolean {
    if (token !== "!") return this.#primary(token);
    const next = this.#behind();
    if (next !== "end") this.#at++;
    return !this.#not(next);
  }

  #primary(token: string): boolean {
    if (token === "end") return false;
    if (token === "(") {
      const inner = this.#next();
      if (inner === ")") return false;
      const result = this.#or(inner);
      if (this.#next() !== ")") fail("", "closing paren expected");
      return result;
    }
    if (kinds.get(token) === "unary") {
      const operand = this.#words[++this.#at];
      if (operand === undefined) fail(token, "argument expected");
      return unary(this.#shell, token, operand);
    }
    if (kinds.get(this.#behind()) === "binary") return this.#binary();
    return (this.#words[this.#at] ?? "") !== "";
  }

  #binary(): boolean {
    const left = this.#words[this.#at]!;
    const operator = this.#words[++this.#at]!;
    const right = this.#words[++this.#at];
    if (right === undefined) fail(operator, "argument expected");
    return binary(this.#shell, operator, left, right);
  }
}

function fail(operator: string, message: string): never {
  throw new ShellError(operator === "" ? message : `${operator}: ${message}`);
}

export function statOf(shell: Shell, path: string, follow = true): FileStat | undefined {
  try {
    return follow ? shell.proc.files.stat(path) : shell.proc.files.lstat(path);
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}

function mayAccess(shell: Shell, path: string, wanted: Parameters<Shell["proc"]["files"]["access"]>[1]): boolean {
  try {
    shell.proc.files.access(path, wanted);
    return true;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

const fileTests: Readonly<Record<string, (stat: FileStat, shell: Shell) => boolean>> = {
  "-e": () => true,
  "-f": ({ type }) => type === "file",
  "-d": ({ type }) => type === "directory",
  "-c": ({ type }) => type === "character",
  "-b": ({ type }) => type === "block",
  "-p": ({ type }) => type === "fifo",
  // There are none in an image.
  "-S": () => false,
  "-h": ({ type }) => type === "symlink",
  "-L": ({ type }) => type === "symlink",
  "-u": ({ mode }) => (mode & 0o4000) !== 0,
  "-g": ({ mode }) => (mode & 0o2000) !== 0,
  "-k": ({ mode }) => (mode & 0o1000) !== 0,
  "-s": ({ size }) => size > 0,
  "-O": ({ uid }, { proc }) => uid === proc.credentials.uid,
  "-G": ({ gid }, { proc }) => gid === proc.credentials.gid,
};

export function unary(shell: Shell, operator: string, operand: string): boolean {
  switch (operator) {
    case "-z":
      return operand === "";
    case "-n":
      return operand !== "";
    case "-t":
      // No descriptor is a terminal; the number has to be one all the same.
      integer(operand, 10);
      return false;
    case "-r":
      return mayAccess(shell, operand, { read: true });
    case "-w":
      return mayAccess(shell, operand, { write: true });
    case "-x":
      return mayAccess(shell, operand, { execute: true });
  }
  const stat = statOf(shell, operand, operator !== "-h" && operator !== "-L");
  return stat !== undefined && fileTests[operator]!(stat, shell);
}

export function binary(shell: Shell, operator: string, left: string, right: string): boolean {
  switch (operator) {
    case "=":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return left < right;
    case ">":
      return left > right;
    case "-eq":
      return integer(left, 10) === integer(right, 10);
    case "-ne":
      return integer(left, 10) !== integer(right, 10);
    case "-ge":
      return integer(left, 10) >= integer(right, 10);
    case "-gt":
      return integer(left, 10) > integer(right, 10);
    case "-le":
      return integer(left, 10) <= integer(right, 10);
    case "-lt":
      return integer(left, 10) < integer(right, 10);
  }
  const [first, second] = [statOf(shell, left), statOf(shell, right)];
  if (first === undefined || second === undefined) return false;
  if (operator === "-nt") return first.mtime > second.mtime;
  if (operator === "-ot") return first.mtime < second.mtime;
  return first.device === second.device && first.inode === second.inode;
}
