import type { RunStep } from "./executor.ts";

/** Variables of a RUN but for its secrets, which take the place of what ENV says of their names; with HOME where nothing gives it. */
export function environmentOf({ env, secretEnv }: Pick<RunStep, "env" | "secretEnv">, home: string): readonly string[] {
  const isSecret = (pair: string) => secretEnv.some(({ name }) => pair.startsWith(`${name}=`));
  const has = (name: string) =>
    [...env, ...secretEnv.map((one) => `${one.name}=`)].some((pair) => pair.startsWith(name));
  return [...env.filter((pair) => !isSecret(pair)), ...(has("HOME=") ? [] : [`HOME=${home}`])];
}
