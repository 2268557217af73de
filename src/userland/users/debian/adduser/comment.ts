import type { Adding } from "./adding.ts";

/** Sets the fields of the comment by chfn(1), as Perl's split sees them: empty ones at the end are none. */
export async function changeComment({ script, name }: Adding, comment: string): Promise<void> {
  const chfn = await script.which("chfn");
  if (!comment.includes(",")) return script.call(chfn, "-f", comment, name);
  const [full = "", room = "", ...rest] = comment.replace(/,+$/, "").split(",");
  await script.call(chfn, "-f", full, "-r", room, name);
  const [work, home, other] = rest;
  if (work !== undefined) await script.call(chfn, "-w", work, name);
  if (home !== undefined) await script.call(chfn, "-h", home, name);
  if (other !== undefined) await script.call(chfn, "-o", other, name);
}
