import { isErrno, SystemError } from "../../kernel/errno.ts";
import type { FileStat } from "../../kernel/files.ts";
import type { OpenFile } from "../../kernel/open-file.ts";
import { Exit } from "../../kernel/program.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { fts } from "../fts.ts";
import type { Arguments } from "../options.ts";
import type { Stdio } from "../stdio.ts";
import type { FileFilter } from "./file-filter.ts";
import type { Matcher } from "./matcher.ts";
import type { Name } from "./options.ts";
import { Printer } from "./printer.ts";
import { type Progress, Search, type SearchOptions } from "./search.ts";

export interface Task {
  readonly matcher: Matcher;
  readonly search: SearchOptions;
  readonly recursive: "read" | "skip" | "recurse" | "follow";
  readonly filter: FileFilter;
}

/** The files that grep looks into, and what it says of each: grep_command_line_arg, grepdirent and grepdesc of grep.c. */
export class Files {
  private readonly io: Stdio;
  private readonly args: Arguments<Name>;
  private readonly task: Task;
  private readonly progress: Progress = { printed: false };
  private readonly skipDevices: boolean | undefined;
  private anySelected = false;
  private failed = false;
  private fileNames: boolean | undefined;

  constructor(io: Stdio, args: Arguments<Name>, task: Task) {
    this.io = io;
    this.args = args;
    this.task = task;
    const color = args.value("color");
    if (color !== undefined && !/^(never|no|none|auto|tty|if-tty)$/i.test(color))
      throw new Refusal(`--color=${color}`, "colours are not emulated");
    const devices = args.value("devices");
    if (devices !== undefined && devices !== "read" && devices !== "skip")
      throw new Refusal(`-D ${devices}`, "is no way of treating devices");
    this.skipDevices = devices === undefined ? undefined : devices === "skip";
  }

  /** Resolves to the exit status. */
  async all(operands: readonly string[]): Promise<number> {
    const { recursive } = this.task;
    const within = recursive === "recurse" || recursive === "follow";
    const last = this.args.given.findLast(({ name }) => name === "fileName" || name === "noFileName");
    if (last !== undefined) this.fileNames = last.name === "fileName";
    else if (operands.length > 1) this.fileNames = true;
    else if (!within) this.fileNames = false;
    if (operands.length > 0) for (const operand of operands) await this.operand(operand, false);
    else await this.operand(within ? "." : "-", within);
    if (this.failed) return 2;
    return this.anySelected ? 0 : 1;
  }

  private async operand(operand: string, bare: boolean): Promise<void> {
    if (operand === "-") {
      const label = this.args.value("label") ?? "(standard input)";
      return this.file(this.io.proc.descriptor(0).retain(), label, true, true);
    }
    try {
      const file = await this.io.proc.files.open(operand, { read: true });
      const stat = file.stat();
      const directory = stat.type === "directory";
      if (!(directory && bare) && this.task.filter.leavesOut(operand, directory, true)) return file.close();
      this.fileNames ??= directory;
      const { recursive } = this.task;
      if (!directory || recursive === "read" || recursive === "skip")
        return await this.file(file, operand, false, true);
      file.close();
      await this.tree(operand, bare);
    } catch (error) {
      await this.report(operand, error);
    }
  }

  private async tree(root: string, bare: boolean): Promise<void> {
    const follow = this.task.recursive === "follow" ? "always" : "roots";
    for (const entry of fts(this.io.proc.files, [root], { follow })) {
      const pause = this.io.proc.breathe();
      if (pause) await pause;
      const { info, path, name, level, stat, error } = entry;
      if (info === "DP") continue;
      if (level > 0 && this.task.filter.leavesOut(name, info === "D" || info === "DC" || info === "DNR", false)) {
        entry.skip = true;
        continue;
      }
      const shown = bare && path !== "." ? path.replace(/^\.\//, "") : path;
      if (info === "DC") await this.complain(`${shown}: warning: recursive directory loop`);
      else if (error !== undefined) await this.report(shown, error);
      else if (info !== "D" && stat!.type !== "symlink" && !this.isSkippedDevice(stat!)) await this.within(path, shown);
    }
  }

  /** Devices within directories are left out, unless -D or -R says otherwise. */
  private isSkippedDevice({ type }: FileStat): boolean {
    const device = type === "character" || type === "block" || type === "fifo";
    return device && (this.skipDevices ?? this.task.recursive !== "follow");
  }

  private async within(path: string, shown: string): Promise<void> {
    try {
      await this.file(await this.io.proc.files.open(path, { read: true }), shown, false, false);
    } catch (error) {
      await this.report(shown, error);
    }
  }

  private async file(file: OpenFile, name: string, standard: boolean, named: boolean): Promise<void> {
    try {
      const stat = file.stat();
      if (!standard && (this.skipsUnread(stat, named) || (await this.isOutput(stat, name)))) return;
      await this.search(file, name, standard);
    } catch (error) {
      await this.report(name, error);
    } finally {
      file.close();
    }
  }

  private skipsUnread(stat: FileStat, named: boolean): boolean {
    if (stat.type === "directory") return this.task.recursive === "skip";
    const device = stat.type === "character" || stat.type === "block" || stat.type === "fifo";
    return device && (this.skipDevices ?? (!named && this.task.recursive !== "follow"));
  }

  /** What grep writes to would otherwise never end. */
  private async isOutput(stat: FileStat, name: string): Promise<boolean> {
    const { silent, most } = this.task.search;
    if (silent || most <= 1 || stat.type !== "file") return false;
    const out = this.io.proc.descriptor(1).stat();
    if (out.type !== "file" || out.device !== stat.device || out.inode !== stat.inode) return false;
    await this.complain(`${name}: input file is also the output`);
    this.failed = true;
    return true;
  }

  private async search(file: OpenFile, name: string, standard: boolean): Promise<void> {
    const { args, io } = this;
    const { matcher, search: options } = this.task;
    const nulNames = args.has("nulName");
    const printer = new Printer(io, {
      fileNames: this.fileNames === true,
      nulNames,
      lineNumbers: args.has("lineNumber"),
      byteOffsets: args.has("byteOffset"),
      binary: options.binary !== "text",
    });
    const search = new Search(io, name, matcher, printer, options, this.progress);
    await search.run(file);
    if (search.selected > 0) this.anySelected = true;
    if (search.binaryMatches) await io.complain(`${name}: binary file matches`);
    if (search.selected > 0 && args.has("quiet")) {
      await io.flush();
      throw new Exit(0);
    }
    const listed = args.has("notMatching") || args.has("matching");
    if (options.count) {
      if (this.fileNames === true) printer.name(name, ":");
      io.put(`${search.selected}\n`);
    }
    if (!listed || args.has("quiet")) {
      if (standard) this.giveBack(file, search, options.most);
      return;
    }
    const last = args.given.findLast(({ name }) => name === "matching" || name === "notMatching")!.name;
    const wanted = last === "matching" ? search.selected > 0 : search.selected === 0;
    if (wanted) printer.name(name, "\n");
  }

  /** Standard input is left behind the last line that was selected, where -m ended the search. */
  private giveBack(file: OpenFile, search: Search, most: number): void {
    if (search.selected < most || search.complete) return;
    try {
      file.seek(search.lastEnd, "set");
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }

  private async report(name: string, error: unknown): Promise<void> {
    if (!(error instanceof SystemError) || error.code === "EPIPE") throw error;
    this.failed = true;
    if (this.args.has("noMessages")) return;
    await this.complain(`${name}: ${error.message}`);
  }

  private async complain(message: string): Promise<void> {
    if (!this.args.has("noMessages") || message.endsWith("matches")) await this.io.complain(message);
  }
}
