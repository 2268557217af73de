import { SystemError } from "../kernel/errno.ts";
import { buffered } from "./stdio.ts";
import { tool } from "./tool.ts";

const device = "tells the number of a device, which is another one in each build";
const text = "its text belongs to the version in the image";

/** mountpoint(1), util-linux 2.38: a directory on another device than the one it is in. */
export const mountpoint = tool({
  options: {
    quiet: { short: "q", long: "quiet" },
    noFollow: { long: "nofollow", refused: "is not emulated" },
    device: { short: "d", long: "fs-devno", refused: device },
    number: { short: "x", long: "devno", refused: device },
    help: { short: "h", long: "help", refused: text },
    version: { short: "V", long: "version", refused: text },
  },
  run: buffered(async (io, { has, operands }) => {
    const { files } = io.proc;
    const [path] = operands;
    if (path === undefined || operands.length > 1) {
      await io.complain("bad usage");
      await io.proc.err(`Try '${io.name} --help' for more information.\n`);
      return 1;
    }
    try {
      const at = files.realPath(path);
      const { type, device } = files.stat(at);
      const mounted = type === "directory" && (at === "/" || files.stat(`${at}/..`).device !== device);
      if (!has("quiet")) await io.put(`${path} is ${mounted ? "" : "not "}a mountpoint\n`);
      return mounted ? 0 : 32;
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      if (!has("quiet")) await io.complain(`${path}: ${error.message}`);
      return 1;
    }
  }),
});
