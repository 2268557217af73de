import { chmodSync, readdirSync, rmSync } from "node:fs";

/** Removes a folder with all it holds, read-only directories too; nothing where it is not there. */
export function removeTree(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    if (!["EACCES", "EPERM", "ENOTEMPTY"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    makeWritable(Buffer.from(folder));
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeWritable(folder: Buffer): void {
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true, encoding: "buffer" }))
    if (entry.isDirectory()) makeWritable(Buffer.concat([folder, Buffer.from("/"), entry.name]));
}
