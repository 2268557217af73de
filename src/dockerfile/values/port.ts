import { isIP } from "node:net";
import { problem } from "../errors.ts";
import type { Word } from "../syntax.ts";

/**
 * The ports of one expanded word of EXPOSE, as `8000/tcp`. An address and a host port in front (`127.0.0.1:80:8000`)
 * are checked and mean nothing, as in BuildKit (dockerfile2llb/convert_expose.go).
 */
export function parsePorts({ text, where }: Word): readonly string[] {
  const bad = (reason: string, help: string) =>
    problem("dockerfile/bad-port", `${JSON.stringify(text)} is no port: ${reason}`, { where, help });
  const parts = text.split(":");
  const [port = "", protocol = ""] = splitProtocol(parts.at(-1)!);
  if (!/^(|tcp|udp|sctp)$/i.test(protocol))
    throw bad(`${protocol} is not a protocol`, "protocols are tcp, udp and sctp");
  const range = parseRange(port);
  if (range === "backwards") throw bad("it runs backwards", "write the lower port first, as in 8000-8010");
  if (!range) throw bad("it is no number from 0 to 65535", "write for example EXPOSE 8000, or a range as in 8000-8010");
  const host = parts.length > 1 ? parts.at(-2)! : "";
  const hostRange = host === "" ? range : parseRange(host);
  const address = parts
    .slice(0, -2)
    .join(":")
    .replace(/^\[(.*)\]$/, "$1");
  const useless = "write the port inside the container alone; docker run -p maps it";
  if (!hostRange || hostRange === "backwards" || (address !== "" && isIP(address) === 0))
    throw bad("what stands before it cannot be read", useless);
  const many = range[1] !== range[0];
  if (many && hostRange[1] - hostRange[0] !== range[1] - range[0])
    throw bad("the two ranges differ in length", useless);
  const count = range[1] - range[0] + 1;
  return Array.from({ length: count }, (_, index) => `${range[0] + index}/${protocol.toLowerCase() || "tcp"}`);
}

function splitProtocol(text: string): [string, string] {
  const slash = text.indexOf("/");
  return slash === -1 ? [text, ""] : [text.slice(0, slash), text.slice(slash + 1)];
}

function parseRange(text: string): [number, number] | "backwards" | undefined {
  const dash = text.indexOf("-");
  const start = parsePort(dash === -1 ? text : text.slice(0, dash));
  const end = dash === -1 ? start : parsePort(text.slice(dash + 1));
  if (start === undefined || end === undefined) return undefined;
  return end < start ? "backwards" : [start, end];
}

function parsePort(text: string): number | undefined {
  if (!/^\+?\d+$/.test(text)) return undefined;
  const port = Number(text);
  return port <= 65535 ? port : undefined;
}
