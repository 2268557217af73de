import { command } from "../command.ts";
import { version } from "../version.ts";

export default command({
  name: "version",
  summary: "Show the version",
  usage: "[--json]",
  arity: [0, 0],
  flags: { json: { kind: "switch", about: "as JSON, with the versions of what it runs on" } },
  examples: ["djib version", "djib version --json"],
  async run({ flags, host, terminal }) {
    const { platform, arch } = host.system;
    const all = { version, node: process.versions.node, platform, arch };
    terminal.out(flags.json ? `${JSON.stringify(all)}\n` : `djib ${version}\n`);
    return 0;
  },
});
