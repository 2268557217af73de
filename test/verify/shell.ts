// Random scripts for an hour, by dash and by ours. A fresh seed each time: what differs becomes a case of its own.
import { isDeepStrictEqual } from "node:util";
import { sh } from "../../src/userland/shell/program.ts";
import { ScriptWriter } from "../userland/shell/random-script.ts";
import { type Answer, latin1, reallyRun, run } from "../userland/shell/run-script.ts";

export const recordedBy = ["test/userland/shell/random-script.ts", "test/userland/shell/run-script.ts"];

/** Resolves to how many scripts were run; rejects with the first that differs. */
export async function verify(minutes: number): Promise<object> {
  const first = Date.now() % 0x1_0000_0000;
  const end = Date.now() + minutes * 60_000;
  let scripts = 0;
  let endless = 0;
  for (let seed = first; Date.now() < end; seed++) {
    const script = latin1(new ScriptWriter(seed).script());
    const expected = answer(script);
    if (expected === undefined) {
      endless++;
      continue;
    }
    const actual = await run(sh, ["-c", script]);
    if (!isDeepStrictEqual(actual, expected))
      throw new Error(`seed ${seed}:\n${script}\ndash ${JSON.stringify(expected)}\nours ${JSON.stringify(actual)}`);
    scripts++;
  }
  return { first, scripts, endless };
}

/** undefined where it does not end. */
function answer(script: string): Answer | undefined {
  try {
    return reallyRun("dash", ["-c", script], 3000);
  } catch {
    return undefined;
  }
}
