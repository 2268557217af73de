import { openDevice } from "../../userland/kernel/devices.ts";
import type { Description } from "../../userland/kernel/description.ts";
import type { FileStat } from "../../userland/kernel/files.ts";
import { SystemError } from "../../userland/kernel/errno.ts";

const pipe: FileStat = {
  type: "fifo",
  ...{ mode: 0o600, uid: 0, gid: 0, size: 0, device: 0, inode: 0, links: 1 },
  ...{ atime: 0n, mtime: 0n, ctime: 0n },
};

/** The end of a pipe that someone outside reads as text: what a RUN writes to. `end` gives what is left of a torn character. */
export function outputPipe(write: (text: string) => void): Description & { end(): void } {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const pass = (text: string) => {
    if (text !== "") write(text);
  };
  return {
    read: () => Promise.reject(new SystemError("EBADF")),
    write: async (bytes) => pass(decoder.decode(bytes, { stream: true })),
    stat: () => pipe,
    seek: () => {
      throw new SystemError("ESPIPE");
    },
    truncate: () => Promise.reject(new SystemError("EINVAL")),
    release: () => undefined,
    end: () => pass(decoder.decode()),
  };
}

/** /dev/null, as it is open before anything is mounted: what a RUN reads. */
export const nothing = (): Description => {
  const device: FileStat = { ...pipe, type: "character", mode: 0o666, links: 1, special: { major: 1, minor: 3 } };
  return openDevice(
    () => device,
    () => new Uint8Array(0),
  );
};
