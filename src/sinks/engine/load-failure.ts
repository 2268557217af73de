import { refusal } from "./read-answer.ts";

/**
 * The error in the answer to a load, which is a sequence of JSON objects, with or without lines
 * between them (docker: pkg/jsonmessage; podman sends one). undefined where it tells of none. An
 * engine reports an archive that it could not take with status 200 and an error in here.
 */
export function loadFailure(answer: string): string | undefined {
  for (const line of answer.split(/\r?\n|(?<=\})(?=\{)/)) {
    const { error, errorDetail } = messageOf(line);
    if (typeof error === "string") return refusal(error, undefined);
    const detail = (errorDetail as { message?: unknown } | undefined)?.message;
    if (typeof detail === "string") return refusal(detail, undefined);
  }
  return undefined;
}

function messageOf(line: string): { readonly error?: unknown; readonly errorDetail?: unknown } {
  try {
    return (JSON.parse(line) as object | null) ?? {};
  } catch {
    return {};
  }
}
