import type { Call } from "./shadow-tool.ts";

/** -K KEY=VALUE: an item of /etc/login.defs for this once. */
export async function define(call: Call<string>, value: string): Promise<void> {
  const equals = value.indexOf("=");
  if (equals < 0) await call.fail(3, "-K requires KEY=VALUE");
  if (!(await call.definitions.set(value.slice(0, equals), value.slice(equals + 1)))) await call.fail(3);
}
