import { findGid, findGroup } from "../../name-service.ts";
import { type Adding, firstFree, isSystemId, rangeOf } from "./adding.ts";

/** addgroup GROUP. */
export async function addGroup(adding: Adding): Promise<void> {
  const { script, line, name } = adding;
  await script.lock();
  if ((await findGroup(script.proc, name)) !== undefined) await script.die(`The group \`${name}' already exists.`);
  await make(adding, line.number("gid"), false);
}

/** addgroup --system GROUP. */
export async function addSystemGroup(adding: Adding): Promise<void> {
  const { script, line, name } = adding;
  await script.lock();
  const gid = line.number("gid");
  const group = await findGroup(script.proc, name);
  if (group !== undefined) {
    const is = `The group \`${name}' already exists`;
    if (isSystemId(adding, "gid", group.gid)) {
      if (script.verbose) await script.warn(`${is} as a system group. Exiting.`);
      return script.exit(0);
    }
    if (gid === undefined || gid === group.gid) await script.die(`${is} and is not a system group. Exiting.`);
    await script.die(`${is}, but has a different GID. Exiting.`);
  }
  await make(adding, gid, true);
}

async function make(adding: Adding, given: number | undefined, system: boolean): Promise<void> {
  const { script, name } = adding;
  if (given !== undefined && (await findGid(script.proc, given)) !== undefined)
    await script.die(`The GID \`${given}' is already in use.`);
  const range = rangeOf(adding, "gid", system);
  const gid = given ?? (await firstFree(adding, ["gid"], range));
  if (gid === undefined) {
    const kind = system ? "FIRST_SYS_GID - LAST_SYS_GID" : "FIRST_GID - LAST_GID";
    await script.warn(`No GID is available in the range ${range[0]}-${range[1]} (${kind}).`);
    return script.die(`The group \`${name}' was not created.`);
  }
  script.tell(`Adding group \`${name}' (GID ${gid}) ...\n`);
  await script.call(await script.which("groupadd"), "-g", String(gid), name);
  script.tell("Done.\n");
}
