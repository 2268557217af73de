import { limits } from "../../limits.ts";
import type { Connection } from "./connection.ts";
import { failure } from "./failure.ts";
import { resolveLocation } from "./follow.ts";

const linkValue = /<([^>]*)>((?:\s*;\s*[^\s=;,]+(?:\s*=\s*(?:"(?:[^"\\]|\\[^])*"|[^\s;,"]*))?)*)/g;

/** The target of rel="next" in a Link header (RFC 8288); undefined where there is none. Never throws. */
export function nextLink(header: string | undefined): string | undefined {
  for (const [, target, parameters = ""] of (header ?? "").slice(0, limits.path).matchAll(linkValue))
    if (/;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next(?=\s*(?:;|$)))/i.test(parameters)) return target;
  return undefined;
}

/** Tags of a repository, page by page in the registry's order; `limits.tagPages` at most. */
export async function* listTags(connection: Connection): AsyncGenerator<string> {
  let to: string | URL = "tags/list?n=1000";
  for (let page = 0; page < limits.tagPages; page++) {
    const answer = await connection.send({ method: "GET", to });
    if (answer.status !== 200) throw await failure(answer, connection, "list of tags");
    const next = nextLink(answer.header("link"));
    for (const tag of tagsOf(await answer.bytes(limits.manifest))) yield tag;
    if (next === undefined) return;
    to = resolveLocation(next, answer.url);
  }
}

function tagsOf(bytes: Uint8Array): readonly string[] {
  try {
    const { tags } = Object(JSON.parse(Buffer.from(bytes).toString("utf8"))) as { tags?: unknown };
    return (Array.isArray(tags) ? tags : []).filter(
      (tag) => typeof tag === "string" && /^[\w][\w.-]{0,127}$/.test(tag),
    );
  } catch {
    return [];
  }
}
