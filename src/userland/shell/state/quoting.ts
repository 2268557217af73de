/** So that the shell reads it back: dash's single_quote() (src/mystring.c), single quotes within double ones. */
export function singleQuote(text: string): string {
  let quoted = "";
  let rest = text;
  do {
    const [, plain, quotes] = /^([^']*)('*)/.exec(rest)!;
    quoted += `'${plain}'`;
    if (quotes !== "") quoted += `"${quotes}"`;
    rest = rest.slice(plain!.length + quotes!.length);
  } while (rest !== "");
  return quoted;
}
