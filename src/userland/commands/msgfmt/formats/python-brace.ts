import { type Format, unterminated } from "./format.ts";

class Invalid extends Error {}

const field = /[A-Za-z_][A-Za-z_0-9]*|[0-9]+/y;
const attribute = /[A-Za-z_][A-Za-z_0-9]*/y;
const standard = /(?:[^][<>=^]|[<>=^])?[-+ ]?#?0?[0-9]*(?:\.[0-9]*)?[bcdoxXneEfFgG%]?/sy;

/** `"{name!r:>10}".format(…)`, as far as gettext 0.21 knows it (format-python-brace.c): the names, in byte order. */
export const pythonBrace: Format<readonly string[]> = {
  parse(text) {
    const names = new Set<string>();
    let directives = 0;
    /** Gives where the directive ends. Throws `Invalid`. */
    function directive(begin: number, top: boolean): number {
      let at = begin + 1;
      if (text[at] === "{") return at + 1;
      const take = (pattern: RegExp): boolean => {
        pattern.lastIndex = at;
        const found = pattern.test(text);
        if (found) at = pattern.lastIndex;
        return found;
      };
      const cannotStart = (what: string) =>
        // At the end C's %c prints the NUL that ends the message itself.
        new Invalid(
          `In the directive number ${directives}, '${at < text.length ? `${text[at]}' cannot start a ${what}.` : ""}`,
        );
      if (!take(field)) throw cannotStart("field name");
      for (;;)
        if (text[at] === ".") {
          at++;
          if (!take(attribute)) throw cannotStart("getattr argument");
        } else if (text[at] === "[") {
          at++;
          if (!take(field)) throw cannotStart("getitem argument");
          if (text[at++] !== "]") throw new Invalid(unterminated);
        } else break;
      if (text[at] === ":") {
        if (!top)
          throw new Invalid(`In the directive number ${directives}, no more nesting is allowed in a format specifier.`);
        at++;
        if (text[at] === "{") at = directive(at, false);
        else take(standard);
        if (text[at] !== "}") throw new Invalid(unterminated);
      }
      if (text[at] !== "}")
        throw new Invalid(`In the directive number ${directives}, there is an unterminated format directive.`);
      if (top) {
        directives++;
        names.add(text.slice(begin + 1, at));
      }
      return at + 1;
    }
    try {
      for (let at = text.indexOf("{"); at >= 0; at = text.indexOf("{", at)) at = directive(at, true);
    } catch (error) {
      if (error instanceof Invalid) return { reason: error.message };
      throw error;
    }
    return { spec: [...names].sort((a, b) => (a < b ? -1 : 1)) };
  },

  compare(first, second, { equal, id, translation }) {
    if (!equal) return [];
    const name = [...new Set([...first, ...second])]
      .sort((a, b) => (a < b ? -1 : 1))
      .find((one) => !first.includes(one) || !second.includes(one));
    if (name === undefined) return [];
    const where = first.includes(name) ? translation : id;
    return [`a format specification for argument '${name}' doesn't exist in '${where}'`];
  },
};
