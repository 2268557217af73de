import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

export interface FakeEngine extends AsyncDisposable {
  /** For DOCKER_HOST. */
  readonly host: string;
  readonly socket: string;
  /** "GET /version" and so on, in order. */
  readonly asked: string[];
}

export type Answers = Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>>;

export const says =
  (value: unknown, status = 200) =>
  (request: IncomingMessage, response: ServerResponse) => {
    request.resume();
    request.on("end", () => {
      response.statusCode = status;
      response.end(typeof value === "string" ? value : JSON.stringify(value));
    });
  };

export const dockerVersion = says({ Version: "27.0.1", Os: "linux", Arch: "arm64", Components: [{ Name: "Engine" }] });

/** Something that listens as an engine does and answers what a test wants; keys are method and path up to "?". */
export async function fakeEngine(answers: Answers, tls?: ServerOptions): Promise<FakeEngine> {
  const folder = mkdtempSync(path.join(tmpdir(), "djib-engine-"));
  const socket = path.join(folder, "engine.sock");
  const asked: string[] = [];
  const listener: RequestListener = (request, response) => {
    const key = `${request.method} ${request.url?.split("?")[0]}`;
    asked.push(`${request.method} ${request.url}`);
    (answers[key] ?? says({ message: `no such thing: ${key}` }, 404))(request, response);
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  if (tls === undefined) server.listen(socket);
  else server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const port = tls === undefined ? 0 : (server.address() as AddressInfo).port;
  return {
    host: tls === undefined ? `unix://${socket}` : `tcp://127.0.0.1:${port}`,
    socket,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}
