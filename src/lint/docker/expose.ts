import type { Word } from "../../dockerfile/syntax.ts";
import type { Visit } from "../../build/plan/visit.ts";
import { dockerRule, inside } from "./rule.ts";

export const exposeProtoCasing = dockerRule({
  name: "ExposeProtoCasing",
  about: "Protocol in EXPOSE instruction should be lowercase",
  why: "The image's configuration holds it in lower case, so what is written is not what `docker inspect` shows.",
  fix: "Write /tcp, /udp or /sctp.",
  *check({ visits }) {
    for (const visit of visits)
      for (const { text, where } of ports(visit)) {
        const protocol = text.split(":").at(-1)!.split("/").slice(1).join("/");
        const message = `Defined protocol '${text}' in EXPOSE instruction should be lowercase`;
        if (protocol !== protocol.toLowerCase()) yield inside(visit.written, message, where);
      }
  },
});

export const exposeInvalidFormat = dockerRule({
  name: "ExposeInvalidFormat",
  about:
    "IP address and host-port mapping should not be used in EXPOSE instruction. This will become an error in a future release",
  why: "EXPOSE says on which ports the container listens. Addresses and ports of the host are chosen when it is started, so here they mean nothing.",
  fix: "Write the container's port alone (EXPOSE 8000), and map it with docker run -p 127.0.0.1:80:8000.",
  *check({ visits }) {
    for (const visit of visits)
      for (const { text, where } of ports(visit)) {
        const host = text.split(":").slice(0, -1);
        const message = `EXPOSE instruction should not define an IP address or host-port mapping, found '${text}'`;
        if (host.some((part) => part !== "")) yield inside(visit.written, message, where);
      }
  },
});

const ports = ({ instruction }: Visit): readonly Word[] => (instruction.name === "EXPOSE" ? instruction.ports : []);
