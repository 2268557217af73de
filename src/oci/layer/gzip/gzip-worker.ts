import { parentPort } from "node:worker_threads";
import { gzipMember } from "./member.ts";

/** The body of a compression thread: each message is one member's bytes, the answer is the member. */
parentPort?.on("message", (bytes: Uint8Array) => {
  const member = gzipMember(bytes);
  parentPort?.postMessage(member, [member.buffer]);
});
