import { SystemError } from "../../kernel/errno.ts";
import { tried } from "../tried.ts";
import type { Report } from "./report.ts";

/** Ends the program where -C does not lead to a directory. */
export async function checkDirectory(path: string, report: Report): Promise<void> {
  if (path === "") return;
  const stat = tried(() => report.proc.files.stat(path));
  if (stat instanceof SystemError) await report.fatal(`${report.place(path)}: Cannot open: ${stat.message}`);
  else if (stat.type !== "directory") await report.fatal(`${report.place(path)}: Cannot open: Not a directory`);
}
