import type { Description } from "../../userland/kernel/description.ts";
import { openDevice } from "../../userland/kernel/devices.ts";
import { SystemError } from "../../userland/kernel/errno.ts";
import type { FileStat } from "../../userland/kernel/files.ts";

const pipe: FileStat = {
  type: "fifo",
  ...{ mode: 0o600, uid: 0, gid: 0, size: 0, device: 0, inode: 0, links: 1 },
  ...{ atime: 0n, mtime: 0n, ctime: 0n },
};

const shut = () => Promise.reject(new SystemError("EBADF"));
const common = {
  stat: () => pipe,
  seek: () => {
    throw new SystemError("ESPIPE");
  },
  truncate: () => Promise.reject(new SystemError("EINVAL")),
  release: () => undefined,
};

/** The end of a pipe whose other one is outside: what is written to it goes there. */
export const bytePipe = (write: (bytes: Uint8Array) => void): Description => ({
  ...common,
  read: shut,
  write: async (bytes) => write(bytes),
});

/** The same for someone who reads text. `end` gives what is left of a torn character. */
export function outputPipe(write: (text: string) => void): Description & { end(): void } {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const pass = (text: string) => {
    if (text !== "") write(text);
  };
  return {
    ...bytePipe((bytes) => pass(decoder.decode(bytes, { stream: true }))),
    end: () => pass(decoder.decode()),
  };
}

/** The end of a pipe that someone outside writes to. `before` is told when something is waited for. */
export function inputPipe(chunks: AsyncIterator<Uint8Array>, before: () => void): Description {
  let rest: Uint8Array = new Uint8Array(0);
  return {
    ...common,
    write: shut,
    read: async (max) => {
      if (rest.length === 0) {
        before();
        const next = await chunks.next();
        if (next.done === true) return rest;
        rest = next.value;
      }
      const part = rest.slice(0, max);
      rest = rest.subarray(part.length);
      return part;
    },
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
