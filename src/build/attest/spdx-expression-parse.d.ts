/** Of spdx-expression-parse, which brings no types. Throws for what is no licence expression. */
declare module "spdx-expression-parse" {
  export default function parse(expression: string): object;
}
