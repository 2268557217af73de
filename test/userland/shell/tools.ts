import type { Program } from "../../../src/userland/kernel/program.ts";

/** What scripts of the tests call, each in a file of its own. */
const names = ["cat", "chmod", "echo", "head", "mkdir", "rm", "sleep", "touch", "wc", "yes"];

/** ln, as far as the scripts need it. */
const ln: Program = {
  refuses: () => undefined,
  run: async ({ args: [, first, target, path], files }) => {
    if (first === "-s") files.symlink(target!, path!);
    else files.link(first!, target!);
    return 0;
  },
};

let loaded: Promise<readonly (readonly [string, Program])[]> | undefined;

/** By path. */
export function tools(): Promise<readonly (readonly [string, Program])[]> {
  return (loaded ??= Promise.all([load(), ["/usr/bin/ln", ln] as const]).then(([all, own]) => [...all, own]));
}

const load = () =>
  Promise.all(
    names.map(async (name) => {
      const commands = (await import(`../../../src/userland/commands/${name}.ts`)) as Record<string, Program>;
      return [`/usr/bin/${name}`, commands[name]!] as const;
    }),
  );
