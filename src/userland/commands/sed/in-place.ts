import { isErrno, SystemError } from "../../kernel/errno.ts";
import type { FileStat } from "../../kernel/files.ts";
import type { OpenFile } from "../../kernel/open-file.ts";
import type { Process } from "../../kernel/process.ts";
import { Output, Sink } from "./output.ts";
import { ScriptError } from "./script-error.ts";

/** The new content of a file that is edited in place: a file beside it until all is written. */
export class InPlace {
  readonly output: Output;
  private readonly proc: Process;
  private readonly target: string;
  private readonly temporary: string;
  private readonly stat: FileStat;

  private constructor(proc: Process, target: string, stat: FileStat, temporary: string, output: Output) {
    this.proc = proc;
    this.target = target;
    this.stat = stat;
    this.temporary = temporary;
    this.output = output;
  }

  /** Throws `ScriptError` where `target` cannot be edited. */
  static async of(proc: Process, target: string, file: OpenFile, delimiter: string): Promise<InPlace> {
    const stat = file.stat();
    if (stat.type !== "file") throw new ScriptError(`couldn't edit ${target}: not a regular file`, 4);
    const slash = target.lastIndexOf("/");
    const directory = slash < 0 ? "." : target.slice(0, slash);
    const [temporary, made] = await makeTemporary(proc, directory);
    return new InPlace(proc, target, stat, temporary, new Output(new Sink(made), delimiter));
  }

  /** closedown of sed/execute.c: owner and mode are those of the file, whose name the new one takes. */
  async finish(backup: string): Promise<void> {
    await this.output.sink.close();
    const { files } = this.proc;
    this.giveOwner();
    files.changeMode(this.temporary, this.stat.mode);
    // As GNU sed does, though its manual says the name alone: in dir/file each "*" is the whole of it.
    if (backup !== "*")
      this.rename(
        this.target,
        backup.replaceAll("*", () => this.target),
      );
    this.rename(this.temporary, this.target);
  }

  /** Leaves the file as it was. */
  async discard(): Promise<void> {
    await this.output.sink.close();
    try {
      this.proc.files.unlink(this.temporary);
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }

  private giveOwner(): void {
    const { files } = this.proc;
    for (const uid of [this.stat.uid, -1]) {
      try {
        return files.changeOwner(this.temporary, uid, this.stat.gid);
      } catch (error) {
        if (!isErrno(error)) throw error;
      }
    }
  }

  private rename(from: string, to: string): void {
    try {
      this.proc.files.rename(from, to);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      throw new ScriptError(`cannot rename ${from}: ${error.message}`, 4);
    }
  }
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

async function makeTemporary(proc: Process, directory: string): Promise<readonly [string, OpenFile]> {
  for (;;) {
    const random = [...proc.machine.randomBytes(6)].map((byte) => letters[byte % letters.length]).join("");
    const path = `${directory}/sed${random}`;
    try {
      return [path, await proc.files.open(path, { write: true, create: true, exclusive: true }, 0o600)];
    } catch (error) {
      if (isErrno(error, "EEXIST")) continue;
      if (!(error instanceof SystemError)) throw error;
      throw new ScriptError(`couldn't open temporary file ${directory}/sedXXXXXX: ${error.message}`, 4);
    }
  }
}
