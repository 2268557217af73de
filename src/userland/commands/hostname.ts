import { buffered } from "./stdio.ts";
import { tool } from "./tool.ts";

const network = "asks the network for names";
const text = "its text belongs to the version in the image";

/** hostname(1) of Debian's package hostname. */
export const hostname = tool({
  options: {
    alias: { short: "a", long: "alias", refused: network },
    allFqdns: { short: "A", long: "all-fqdns", refused: network },
    boot: { short: "b", long: "boot", refused: "sets the name" },
    domain: { short: "d", long: "domain", refused: network },
    fqdn: { short: "f", long: ["fqdn", "long"], refused: network },
    file: { short: "F", long: "file", value: "required", refused: "sets the name" },
    ip: { short: "i", long: "ip-address", refused: network },
    allIps: { short: "I", long: "all-ip-addresses", refused: network },
    short: { short: "s", long: "short" },
    yp: { short: "y", long: ["yp", "nis"], refused: network },
    help: { short: "h", long: "help", refused: text },
    version: { short: "V", long: "version", refused: text },
  },
  impossible: (_, operands) =>
    operands.length === 0
      ? undefined
      : { word: operands[0] ?? "hostname", reason: "no process of a build may set the name" },
  run: buffered(async (io, { has }) => {
    const name = io.proc.machine.hostname;
    await io.put(`${has("short") ? name.split(".")[0] : name}\n`);
    return 0;
  }),
});
