import { SystemError } from "../../kernel/errno.ts";
import { execByName } from "../execvp.ts";
import { chunks } from "../input.ts";
import { processorName } from "../processor-names.ts";
import { applet, noUse } from "./applet.ts";

const kernel = "asks for the version of a kernel, and there is none";

/** busybox's uname. */
export const uname = applet({
  options: {
    machine: { short: "m" },
    name: { short: "s" },
    node: { short: "n" },
    others: { short: "arvpio", refused: kernel },
  },
  run: async ({ io, proc }, { has }) => {
    const parts = [
      ["name", "Linux"],
      ["node", proc.machine.hostname],
      ["machine", processorName(proc.machine.platform)],
    ] as const;
    const shown = parts.filter(([part]) => has(part)).map(([, text]) => text);
    await io.put(`${shown.length === 0 ? "Linux" : shown.join(" ")}\n`);
    return 0;
  },
});

/** busybox's hostname, to show it. */
export const hostname = applet({
  options: { short: { short: "s" }, others: { short: "dfiF", refused: "asks the network, or sets the name" } },
  run: async (self, { has, operands }) => {
    if (operands.length > 0) noUse(self);
    const name = self.proc.machine.hostname;
    await self.io.put(`${has("short") ? name.split(".")[0] : name}\n`);
    return 0;
  },
});

/** busybox's env. */
export const env = applet({
  options: { ignore: { short: "i" }, unset: { short: "u", value: "required" }, null: { short: "0" } },
  order: "in-order",
  run: async (self, { has, values, operands }) => {
    const { io, proc } = self;
    const rest = [...operands];
    const dash = rest[0] === "-";
    if (dash) rest.shift();
    const variables = new Map(has("ignore") || dash ? [] : proc.env);
    for (const name of values("unset")) variables.delete(name);
    for (; rest[0]?.includes("="); rest.shift()) {
      const at = rest[0].indexOf("=");
      variables.set(rest[0].slice(0, at), rest[0].slice(at + 1));
    }
    if (rest.length === 0) {
      for (const [name, value] of variables) await io.put(`${name}=${value}${has("null") ? "\0" : "\n"}`);
      return 0;
    }
    const own = proc.args;
    try {
      return await execByName(proc, rest, variables);
    } catch (error) {
      if (!(error instanceof SystemError) || proc.args !== own) throw error;
      await self.complain(`can't execute '${rest[0]}': ${error.message}`);
      return error.code === "ENOENT" ? 127 : 126;
    }
  },
});

/** busybox's tee. */
export const tee = applet({
  options: { append: { short: "a" }, ignore: { short: "i" } },
  run: async (self, { has, operands }) => {
    const append = has("append");
    const files = [];
    for (const name of operands) {
      try {
        files.push(await self.proc.files.open(name, { write: true, create: true, append, truncate: !append }));
      } catch (error) {
        if (!(error instanceof SystemError)) throw error;
        await self.complain(`${name}: ${error.message}`);
      }
    }
    for await (const bytes of chunks(self.proc, self.proc.descriptor(0))) {
      await self.io.write(bytes);
      for (const file of files) await file.write(bytes);
    }
    for (const file of files) file.close();
    return self.failed ? 1 : 0;
  },
});
