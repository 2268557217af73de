import { type Engine, limited } from "./engine.ts";
import { quote } from "./quote.ts";
import { identity, startScript, strangeSecret } from "./unshare.ts";

/**
 * Root in a stock container: neither namespaces nor mounts, just chroot. No isolation: the
 * network, processes and kernel are the container's, and there is no /proc.
 */
export const chroot: Engine = {
  name: "chroot",
  refuses: ({ hasShell, network, secretEnv }) => {
    if (network === "none") return "a RUN without network needs namespaces, which this container may not make";
    return hasShell ? strangeSecret(secretEnv) : "without namespaces an image needs /bin/sh and env to run commands";
  },
  command: (box) => ({
    files: [{ name: "start.sh", content: startScript(box), mode: 0o644 }],
    argv: limited(box, [
      "sh",
      "-c",
      `cp start.sh merged/dev/start; exec chroot ${identity(box)} merged /bin/sh /dev/start ${box.args.map(quote).join(" ")}`,
    ]),
  }),
};
