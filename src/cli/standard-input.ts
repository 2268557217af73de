import { limits } from "../limits.ts";
import { problem } from "./errors.ts";

/** Standard input, of which the beginning can be looked at before it is read. */
export interface StandardInput {
  /** The first bytes, at least `peeked` of them unless it is shorter. */
  readonly beginning: Buffer;
  /** All of it, from the beginning, once. */
  read(): AsyncIterable<Uint8Array>;
}

const peeked = 1024;

/** `flag` and `example` are for the message where it is a terminal. */
export async function standardInput(flag: string, example: string): Promise<StandardInput> {
  if (process.stdin.isTTY)
    throw problem("usage/bad-value", `${flag} reads standard input, which is a terminal`, {
      exitCode: 2,
      help: example,
    });
  const chunks = process.stdin[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < peeked) {
    const { value, done } = await chunks.next();
    if (done === true) break;
    first.push(value);
    length += value.length;
  }
  return {
    beginning: Buffer.concat(first),
    async *read() {
      yield* first;
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
    },
  };
}

/** The rest of it as the text of a Dockerfile. */
export async function wholeInput({ read }: StandardInput): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of read()) {
    length += chunk.length;
    if (length > limits.dockerfile)
      throw problem("usage/bad-value", "standard input is larger than any Dockerfile", { exitCode: 2 });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
