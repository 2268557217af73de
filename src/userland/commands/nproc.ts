import { numberOrDie } from "./number-with-suffix.ts";
import { Misuse } from "./options.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered } from "./stdio.ts";
import { tool } from "./tool.ts";

/** nproc(1), GNU coreutils: src/nproc.c, with what OpenMP's variables say. */
export const nproc = tool({
  options: { all: { long: "all" }, ignore: { long: "ignore", value: "required" }, ...standardOptions },
  run: buffered(async (io, { has, values, operands }) => {
    let ignore = 0;
    for (const text of values("ignore")) ignore = Number(await numberOrDie(io, text, "invalid number"));
    if (operands.length > 0) throw new Misuse(`extra operand ${io.quote(operands[0]!)}`);
    const { env, machine } = io.proc;
    const threads = (name: string) => Number(/^[ \t]*(\d+)[ \t]*(?:$|,)/.exec(env.get(name) ?? "")?.[1] ?? 0);
    const limit = threads("OMP_THREAD_LIMIT") || Infinity;
    const count = has("all") ? machine.cpus : Math.min(threads("OMP_NUM_THREADS") || machine.cpus, limit);
    await io.put(`${ignore < count ? count - ignore : 1}\n`);
    return 0;
  }),
});
