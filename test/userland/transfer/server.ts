import { gzipSync } from "node:zlib";
import { serve, type WebServer } from "../../support/web-server.ts";

const large = "0123456789abcdef".repeat(20_000);

/** What the cases of curl and wget ask for. */
export const site = (): Promise<WebServer> =>
  serve((request, response) => {
    const url = new URL(request.url!, "http://x");
    const send = (status: number, body: string, headers: Record<string, string> = {}) => {
      response.sendDate = false;
      response.writeHead(status, { "content-length": Buffer.byteLength(body), ...headers });
      response.end(request.method === "HEAD" ? undefined : body);
    };
    const [, first = "", rest = ""] = url.pathname.split("/");
    if (first === "status") return send(Number(rest), `status ${rest}\n`, { "content-type": "text/plain" });
    if (first === "redirect") {
      const left = Number(rest);
      return send(302, "moved\n", { location: left > 1 ? `/redirect/${left - 1}` : "/file.txt" });
    }
    if (first === "loop") return send(301, "", { location: "/loop" });
    if (first === "see-other") return send(Number(rest), "", { location: "/echo" });
    if (first === "large") return send(200, large, { "content-type": "application/octet-stream" });
    if (first === "empty") return send(200, "");
    if (first === "dated") return send(200, "dated\n", { "last-modified": "Wed, 21 Oct 2015 07:28:00 GMT" });
    if (first === "named")
      return send(200, "named\n", { "content-disposition": 'attachment; filename="the name.txt"' });
    if (first === "gzip") {
      const body = gzipSync("packed\n");
      response.sendDate = false;
      response.writeHead(200, { "content-encoding": "gzip", "content-length": body.length });
      return void response.end(body);
    }
    if (first === "chunked") {
      response.sendDate = false;
      response.writeHead(200, { "content-type": "text/plain" });
      response.write("one\n");
      return void response.end("two\n");
    }
    if (first === "cut") {
      response.sendDate = false;
      response.writeHead(200, { "content-length": "100" });
      response.write("short");
      return void setTimeout(() => response.destroy(), 50);
    }
    if (first === "hang") return;
    if (first === "drop") return void request.socket.destroy();
    if (first === "private")
      return request.headers.authorization === `Basic ${Buffer.from("me:secret").toString("base64")}`
        ? send(200, "private\n")
        : send(401, "who?\n", { "www-authenticate": 'Basic realm="x"' });
    if (first === "echo") {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      return void request.on("end", () => {
        const names = ["user-agent", "accept", "x-own", "content-type", "referer", "accept-encoding"];
        const said = names.flatMap((name) =>
          request.headers[name] === undefined ? [] : [`${name}: ${String(request.headers[name])}`],
        );
        send(200, `${request.method} ${request.url}\n${said.join("\n")}\n${Buffer.concat(parts).toString()}\n`);
      });
    }
    return url.pathname.endsWith(".txt") || url.pathname === "/"
      ? send(200, "a file\n", { "content-type": "text/plain" })
      : send(404, "not found\n");
  });
