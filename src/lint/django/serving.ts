import { readdirSync } from "node:fs";
import { inside } from "../docker/rule.ts";
import type { SimpleCommand } from "../shell-words.ts";
import type { Subject } from "../subject.ts";
import { environment, managed, stagesOfImage, visitsOfImage } from "./image.ts";
import { option, served } from "./served.ts";
import { djibRule } from "./rule.ts";

export const runserverAsCommand = djibRule({
  name: "RunserverAsCommand",
  about: "The container starts Django's development server",
  why: "runserver is written for one developer: it handles errors and load badly, reloads itself, and its authors say not to use it in production.",
  fix: 'Start gunicorn (add it to the requirements): CMD ["gunicorn", "mysite.wsgi", "--bind", "0.0.0.0:8000"].',
  *check(subject) {
    for (const { written, command } of served(subject))
      if (managed(command)?.[0] === "runserver")
        yield inside(written, "manage.py runserver is a server for development alone");
  },
});

export const bindsToLocalhost = djibRule({
  name: "BindsToLocalhost",
  severity: "error",
  about: "The server listens on 127.0.0.1, where nobody outside the container reaches it",
  why: "127.0.0.1 in a container is the container itself. docker run -p and a Kubernetes Service come from outside, and find nothing there. gunicorn, uvicorn, daphne and runserver listen there unless they are told otherwise.",
  fix: "Listen on all addresses: gunicorn --bind 0.0.0.0:8000, uvicorn --host 0.0.0.0, daphne -b 0.0.0.0, runserver 0.0.0.0:8000.",
  *check(subject) {
    for (const { written, command } of served(subject)) {
      const where = listensAt(command, subject);
      if (where !== undefined && isLocal(where.address))
        yield inside(
          written,
          `${nameOf(command)} listens on ${where.address}${where.isDefault ? ", its default," : ""} where nobody outside reaches it`,
        );
    }
  },
});

export const exposedPortNotServed = djibRule({
  name: "ExposedPortNotServed",
  about: "EXPOSE names another port than the server listens on",
  why: "EXPOSE is what docker run -P publishes and what people read. A port where nothing listens gives `connection refused`.",
  fix: "Write the port of the server after EXPOSE.",
  *check(subject) {
    const exposes = visitsOfImage(subject).filter(({ instruction }) => instruction.name === "EXPOSE");
    const exposed = Object.keys(stagesOfImage(subject).at(-1)?.config.ExposedPorts ?? {});
    for (const { command } of served(subject)) {
      const port = listensAt(command, subject)?.port;
      const last = exposes.at(-1);
      if (port === undefined || last === undefined || exposed.includes(`${port}/tcp`)) continue;
      yield inside(last.written, `${nameOf(command)} listens on port ${port}, which EXPOSE does not name`);
    }
  },
});

interface Listening {
  readonly address: string;
  readonly port?: string | undefined;
  readonly isDefault: boolean;
}

const nameOf = (command: SimpleCommand): string => managed(command)?.[0] ?? command[0] ?? "";

const isLocal = (address: string): boolean => /^(127\.|localhost$|\[?::1\]?$)/.test(address);

/** Where a server listens; undefined where that cannot be said. */
function listensAt(command: SimpleCommand, subject: Subject): Listening | undefined {
  const [name] = command;
  if (name === "gunicorn") return gunicorn(command, subject);
  if (name === "uvicorn" || name === "hypercorn") {
    if (name === "hypercorn" || command.some((word) => /^--(uds|fd)/.test(word))) return undefined;
    return listening(option(command, "--host", "\0"), option(command, "--port", "\0"));
  }
  if (name === "daphne") return listening(option(command, "--bind", "-b"), option(command, "--port", "-p"));
  const [action, ...rest] = managed(command) ?? [];
  if (action !== "runserver") return undefined;
  const place = rest.find((word) => !word.startsWith("-"));
  const [, address, port] = /^(?:(.+):)?(\d+)$/.exec(place ?? "") ?? [];
  return place !== undefined && port === undefined ? undefined : listening(address, port);
}

const listening = (address: string | undefined, port: string | undefined): Listening => ({
  address: address ?? "127.0.0.1",
  port,
  isDefault: address === undefined,
});

/** Its settings may come from a file or the environment too; then nothing is said. */
function gunicorn(command: SimpleCommand, subject: Subject): Listening | undefined {
  const bind = option(command, "--bind", "-b");
  if (bind !== undefined) {
    const [, address = "", port] = /^(.*?)(?::(\d+))?$/.exec(bind) ?? [];
    return /^(unix|fd):/.test(bind) || bind.includes("$") ? undefined : { address, port, isDefault: false };
  }
  const env = environment(stagesOfImage(subject).at(-1)!);
  if (["PORT", "GUNICORN_CMD_ARGS"].some((name) => env.has(name))) return undefined;
  if (option(command, "--config", "-c") !== undefined || mayHaveConfig(subject)) return undefined;
  return { address: "127.0.0.1", port: undefined, isDefault: true };
}

/** gunicorn.conf.py is read where gunicorn starts: anywhere in the project, or written by a RUN. */
function mayHaveConfig({ look, file }: Subject): boolean {
  if (look.directory === undefined || file.source.text.includes("gunicorn.conf")) return true;
  try {
    return readdirSync(look.directory, { recursive: true }).some((name) => String(name).endsWith("gunicorn.conf.py"));
  } catch {
    return true;
  }
}
