import { SystemError } from "../../kernel/errno.ts";
import { Exit } from "../../kernel/program.ts";
import { type Algorithm, algorithms, digestOf } from "../digest/digest.ts";
import { openInput } from "../input.ts";
import { Lines } from "../lines.ts";
import { type Applet, applet, noUse } from "./applet.ts";

/** busybox's md5sum and its family: coreutils/md5_sha1_sum.c. */
const sum = (algorithm: Algorithm) =>
  applet({
    options: { silent: { short: "s" }, check: { short: "c" }, warn: { short: "w" }, mode: { short: "bt" } },
    run: async (self, { has, operands }) => {
      if (!has("check") && (has("silent") || has("warn"))) noUse(self);
      for (const name of operands.length === 0 ? ["-"] : operands) {
        if (has("check")) await checkList(self, name, algorithm, { silent: has("silent"), warn: has("warn") });
        else {
          const digest = await read(self, name, algorithm);
          if (digest !== undefined) await self.io.put(`${digest}  ${name}\n`);
        }
      }
      return self.failed ? 1 : 0;
    },
  });

export const md5sum = sum(algorithms.md5);
export const sha1sum = sum(algorithms.sha1);
export const sha256sum = sum(algorithms.sha256);
export const sha512sum = sum(algorithms.sha512);

async function read(self: Applet, name: string, algorithm: Algorithm): Promise<string | undefined> {
  const file = await opened(self, name);
  if (file === undefined) return undefined;
  try {
    return await digestOf(self.io, file, algorithm);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    await self.complain(`can't read '${name}': ${error.message}`);
    return undefined;
  } finally {
    file.close();
  }
}

async function opened(self: Applet, name: string, complaint = (message: string) => `can't open '${name}': ${message}`) {
  try {
    return await openInput(self.proc, name);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    await self.complain(complaint(error.message));
    return undefined;
  }
}

interface Loudness {
  readonly silent: boolean;
  readonly warn: boolean;
}

async function checkList(self: Applet, list: string, algorithm: Algorithm, { silent, warn }: Loudness): Promise<void> {
  const file = await opened(self, list, (message) => `${list}: ${message}`);
  if (file === undefined) throw new Exit(1);
  let total = 0;
  let bad = 0;
  const lines = new Lines(self.proc, file);
  for (let batch = await lines.batch(); batch !== undefined; batch = await lines.batch())
    for (const line of batch) {
      total++;
      const at = line.includes("  ") ? line.indexOf("  ") : line.indexOf(" *");
      if (at < 0) {
        if (warn) await self.complain("invalid format");
        bad++;
        continue;
      }
      const name = line.slice(at + 2);
      const good = (await read(self, name, algorithm)) === line.slice(0, at);
      if (!good) bad++;
      if (!silent) await self.io.put(`${name}: ${good ? "OK" : "FAILED"}\n`);
    }
  file.close();
  if (bad > 0) self.failed = true;
  if (bad > 0 && !silent) await self.complain(`WARNING: ${bad} of ${total} computed checksums did NOT match`);
  if (total === 0) await self.complain(`${list}: no checksum lines found`);
}
