import type { IncomingMessage } from "node:http";
import { limits } from "../../limits.ts";
import { problem } from "../errors.ts";

/** An answer's body, at most `limits.engineAnswer` bytes. Throws `engine/bad-answer`. */
export async function readBody(head: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of head as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limits.engineAnswer) throw badAnswer(`its answer is longer than ${limits.engineAnswer} bytes`);
      chunks.push(chunk);
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ECONNRESET") throw badAnswer("it broke off its answer", cause);
    throw cause;
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** A JSON object, whatever is in it. */
export function parseAnswer(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw badAnswer("its answer is not what an engine says");
}

/** What an engine's error answer says: `{"message": …}`, or its text. */
export function refusal(text: string, status: number | undefined): string {
  const message = messageIn(text) ?? text;
  return (
    message
      .replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ")
      .trim()
      .slice(0, 2000) || `HTTP ${status}`
  );
}

function messageIn(text: string): string | undefined {
  try {
    const { message, cause } = JSON.parse(text) as { message?: unknown; cause?: unknown };
    return typeof message === "string" ? message : typeof cause === "string" ? cause : undefined;
  } catch {
    return undefined;
  }
}

export const badAnswer = (why: string, cause?: unknown) =>
  problem("engine/bad-answer", `the container engine cannot be understood: ${why}`, {
    help: "see whether `docker version` works, or build with --no-load",
    cause,
  });
