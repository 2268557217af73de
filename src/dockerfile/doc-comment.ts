import type { Word } from "./syntax.ts";

/** What the first comment above an ARG or FROM says that begins with its name; "" where none does (BuildKit: getDocComment). */
export function docComment(comments: readonly Word[], name: string | undefined): string {
  if (name === undefined || name === "") return "";
  return comments.find(({ text }) => text.startsWith(`${name} `))?.text.slice(name.length + 1) ?? "";
}
