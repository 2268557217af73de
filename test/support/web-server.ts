import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

export interface WebServer extends AsyncDisposable {
  /** http://127.0.0.1:PORT */
  readonly url: string;
  /** `METHOD /path`, in the order they came. */
  readonly requests: string[];
  readonly headers: IncomingMessage["headers"][];
}

/** An HTTP server on loopback that remembers what it was asked. */
export async function serve(listener: RequestListener): Promise<WebServer> {
  const requests: string[] = [];
  const headers: IncomingMessage["headers"][] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    headers.push(request.headers);
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    headers,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
