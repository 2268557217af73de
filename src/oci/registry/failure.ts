import type { DjibError } from "../../errors.ts";
import { limits } from "../../limits.ts";
import type { Connection } from "./connection.ts";
import { problem } from "./errors.ts";
import type { Answer } from "./transport.ts";

/** The `errors` of the distribution specification, one line each, safe to print; [] where there are none. */
async function reasons(answer: Answer): Promise<readonly string[]> {
  const bytes = await answer.bytes(limits.errorBody).catch(() => new Uint8Array());
  let errors: unknown;
  try {
    errors = (Object(JSON.parse(Buffer.from(bytes).toString("utf8"))) as { errors?: unknown }).errors;
  } catch {
    return [];
  }
  return (Array.isArray(errors) ? errors : []).slice(0, 5).map((error) => {
    const { code, message } = Object(error) as { code?: unknown; message?: unknown };
    const words = [code, message].filter((word) => typeof word === "string" && word !== "");
    return printable(words.join(": "));
  });
}

/** Control characters could move a terminal's cursor. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, " ").slice(0, 300);

function credentialsTried(connection: Connection): string {
  const search = connection.search();
  if (search === undefined) return "credentials: none were asked for";
  if (search.credential === undefined) return `credentials: none found in ${search.looked.join(", ")}`;
  const { secret, from } = search.credential;
  return `credentials: ${secret.kind === "password" ? `user ${printable(secret.username)}` : "a token"} from ${from}`;
}

/** The address people give to docker login. */
const loginName = ({ endpoint: { domain, host } }: Connection): string => (domain === "docker.io" ? "" : ` ${host}`);

/**
 * Turns an answer that is none into the error that people see; reads or discards its body.
 * `what` completes "cannot …": "push the manifest", "read tag 3.13".
 */
export async function failure(answer: Answer, connection: Connection, what: string): Promise<DjibError> {
  const { status } = answer;
  const { host, repository } = connection.endpoint;
  const detail = [...(await reasons(answer))];
  const name = `${host}/${repository}`;
  if (status === 401 || status === 403)
    return problem("registry/unauthorized", `${host} does not let djib ${what} of ${repository} (${status})`, {
      detail: [...detail, credentialsTried(connection)],
      help: `docker login${loginName(connection)}; or the repository does not exist there`,
    });
  if (status === 404) return problem("registry/not-found", `${name}: cannot ${what}: there is none (404)`, { detail });
  if (status === 429)
    return problem(
      "registry/rate-limited",
      `${host} allows no more requests for now (429): cannot ${what} of ${repository}`,
      {
        detail: [...detail, ...waitAsked(answer)],
        help: `try again later, or: docker login${loginName(connection)}`,
      },
    );
  return problem("registry/bad-answer", `${host} answered ${status}: cannot ${what} of ${repository}`, {
    detail,
    ...helpFor(status),
  });
}

function waitAsked(answer: Answer): readonly string[] {
  const asked = answer.header("retry-after");
  return asked === undefined ? [] : [`it asks to come back after: ${printable(asked)}`];
}

function helpFor(status: number): { help?: string } {
  if (status === 413)
    return { help: "the registry, or the proxy before it, limits the size of uploads (nginx: client_max_body_size)" };
  if (status >= 500) return { help: "the registry has a problem of its own; try again later" };
  return {};
}
