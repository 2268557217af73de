import type { HttpResponse } from "../../kernel/machine.ts";

/** The first header of a name in lower case. */
export const headerOf = ({ headers }: Pick<HttpResponse, "headers">, name: string): string | undefined =>
  headers.find(([one]) => one.toLowerCase() === name)?.[1];

/** Bytes of a body nobody wants that are read, so that its connection serves again. */
const worthReading = 1024 * 1024;

export async function discard({ body }: HttpResponse): Promise<void> {
  let size = 0;
  for await (const part of body) if ((size += part.length) > worthReading) break;
}
