import type { Digest } from "../../../oci/digest.ts";
import { imagePath } from "../../../oci/filesystem/path.ts";
import type { Sums } from "../../../userland/programs/sums.ts";
import { recogniser } from "../../../userland/programs/recognise.ts";
import { environmentOf } from "../../environment.ts";
import type { Outlook, RunRequest, Verdict } from "../../executor.ts";
import { placeInRun } from "../place.ts";
import { elsewhere } from "../refused.ts";
import { Foresight, type Obstacle } from "./foresight.ts";
import { impossibleOnItsFace } from "./on-its-face.ts";

/**
 * Whether the user land can do a RUN: every command that its script holds is looked up in the tree that is to be
 * expected, recognised, and asked whether it refuses its words. No where one that the script cannot succeed without
 * is refused; unknown from the first line on that depends on what is not there yet.
 */
export async function verdictOn(step: RunRequest, outlook: Outlook, sums: Map<Digest, Sums>): Promise<Verdict> {
  const onItsFace = impossibleOnItsFace(step);
  if (onItsFace !== undefined) return { answer: "no", reason: onItsFace, where: step.where, help: elsewhere };
  const tree = await outlook.tree();
  if (tree === undefined)
    return { answer: "unknown", reason: "its base image is not in the store", where: step.where, help: undefined };
  const mounted = step.mounts.map(({ target }) => ({ where: step.where, below: imagePath(target), text: "" }));
  const unclear = [...mounted, ...(await outlook.unclear())];
  const path = valueIn(environmentOf({ env: step.env, secretEnv: [] }, "/"), "PATH")?.split(":");
  const around = { tree, unclear, cwd: latin1(step.cwd || "/"), path };
  const foresight = new Foresight(recogniser(tree, sums), step.scripts);
  await foresight.command(step.args.map(latin1), around);
  const { refused, unknown } = foresight;
  if (refused !== undefined) return { answer: "no", ...told(refused, step), help: helpFor(refused) };
  return unknown === undefined ? { answer: "yes" } : { answer: "unknown", ...told(unknown, step), help: unknown.help };
}

const told = (obstacle: Obstacle, step: RunRequest) => ({
  word: obstacle.word,
  reason: obstacle.reason,
  where: placeInRun(step, obstacle),
});

const helpFor = ({ help }: Obstacle): string => (help === undefined ? elsewhere : `${help}; ${elsewhere}`);

const valueIn = (env: readonly string[], name: string): string | undefined =>
  env.findLast((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);

const latin1 = (text: string): string => Buffer.from(text, "utf8").toString("latin1");
