import type { Call } from "./shadow-tool.ts";

/**
 * Whether processes of a user run (libmisc/user_busy.c), and says so. Those of a RUN are its USER's,
 * who calls this one too: its first process at least.
 */
export async function isBusy(call: Call<string>, name: string, uid: number): Promise<boolean> {
  const busy = uid === call.proc.credentials.uid;
  if (busy) await call.say(`user ${name} is currently used by process 1`);
  return busy;
}
