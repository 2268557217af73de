import type { DjibError, ProblemDetails } from "../../errors.ts";
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
  if (search === undefined) return "credentials: the registry did not say how to send any";
  if (search.credential === undefined) return `credentials: none found in ${search.looked.join(", ")}`;
  const { secret, from } = search.credential;
  return `credentials: ${secret.kind === "password" ? `user ${printable(secret.username)}` : "a token"} from ${from}`;
}

const login = ({ endpoint: { domain, host } }: Connection): string =>
  domain === "docker.io" ? "docker login" : `docker login ${host}`;

/** Turns an answer that is a refusal into the error that people see; reads its body. `noun`: what was asked for. */
export async function failure(answer: Answer, connection: Connection, noun: string): Promise<DjibError> {
  const { status, url } = answer;
  const { endpoint, access } = connection;
  const { host, repository } = endpoint;
  const detail = await reasons(answer);
  const make = (code: Parameters<typeof problem>[0], message: string, more: ProblemDetails = {}) =>
    problem(code, `${message} (${status})`, { detail, ...more });
  if (url.host !== host) return make("registry/bad-answer", `${url.host}, where ${host} keeps ${noun}, refuses it`);
  if (status === 401 || status === 403)
    return make("registry/unauthorized", `${host} does not let djib ${access} ${repository}`, {
      detail: [...detail, credentialsTried(connection)],
      help: `${login(connection)}; or there is no such repository`,
    });
  if (status === 404 && access === "push")
    return make("registry/not-found", `${host} has no repository ${repository} to push to`, {
      help: "some registries want it made first, in their web page or command line",
    });
  if (status === 404) return make("registry/not-found", `${host}/${repository} has no ${noun}`);
  if (status === 429)
    return make("registry/rate-limited", `${host} allows no more requests for now`, {
      detail: [...detail, ...waitAsked(answer)],
      help: `try again later, or: ${login(connection)}`,
    });
  return make(
    "registry/bad-answer",
    `${host} does not ${access === "push" ? "take" : "give"} ${noun}`,
    helpFor(status),
  );
}

function waitAsked(answer: Answer): readonly string[] {
  const asked = answer.header("retry-after");
  return asked === undefined ? [] : [`it asks to come back after: ${printable(asked)}`];
}

function helpFor(status: number): ProblemDetails {
  if (status === 413)
    return { help: "the registry, or the proxy before it, limits the size of uploads (nginx: client_max_body_size)" };
  if (status >= 500) return { help: "the registry has a problem of its own; try again later" };
  return {};
}
