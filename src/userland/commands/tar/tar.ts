import { SystemError } from "../../kernel/errno.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { tool } from "../tool.ts";
import { triedLater } from "../tried.ts";
import { packedBy } from "./compressor.ts";
import { checkDirectory } from "./change-directory.ts";
import { Creator, Records } from "./create.ts";
import { identityOf } from "./delayed.ts";
import { Extractor } from "./extract.ts";
import { Listing } from "./listing.ts";
import { Names } from "./names.ts";
import { tarOptions } from "./options.ts";
import { overridesOf } from "./overrides.ts";
import { Owners } from "./owners.ts";
import { readMembers, tell } from "./read-members.ts";
import { Report } from "./report.ts";
import { type Settings, settingsOf } from "./settings.ts";
import { modern, sequence } from "./words.ts";

/** GNU tar 1.34: creates (format gnu), extracts and lists. Compressors are run as programs, as it does itself. */
export const tar = tool({
  options: tarOptions,
  rewrite: modern,
  misuse: 64,
  hint: (name) => `Try '${name} --help' or '${name} --usage' for more information.`,
  impossible(given) {
    const format = given.value("format");
    if (given.has("create") && format !== undefined && format !== "gnu")
      return { word: `--format=${format}`, reason: "is not written; gnu is" };
    if (given.has("create") && (given.has("sparse") || given.has("xattrs")))
      return { word: given.has("sparse") ? "--sparse" : "--xattrs", reason: "is not written" };
    const sort = given.value("sort");
    return sort === "inode" ? { word: "--sort=inode", reason: "depends on the file system" } : undefined;
  },
  async run(proc) {
    const report = await Report.of(proc);
    const settings = await settingsOf(sequence(modern(proc.args.slice(1)) as readonly string[]), report);
    const owners = await Owners.of(proc);
    const common = { settings, report, owners, names: new Names(settings, report) };
    if (settings.mode === "create") return create(common);
    const listing = await Listing.of(settings, report, settings.has("toStdout") ? 2 : 1);
    if (settings.mode === "list")
      await readMembers(common, {
        begin: (chosen) => tell(listing, chosen, settings),
        data: async () => undefined,
        end: async () => undefined,
      });
    else {
      const extractor = new Extractor({ settings, report, listing });
      try {
        await readMembers(common, extractor);
      } finally {
        await extractor.finish();
      }
    }
    return report.end();
  },
});

async function create(common: {
  readonly settings: Settings;
  readonly report: Report;
  readonly owners: Owners;
  readonly names: Names;
}): Promise<number> {
  const { settings, report, owners } = common;
  const { proc } = report;
  if (settings.operands.length === 0 && !settings.has("filesFrom"))
    await report.usage("Cowardly refusing to create an empty archive");
  const { archive, compressor } = settings;
  const listing = await Listing.of(settings, report, archive === "-" ? 2 : 1);
  const factor = settings.value("blockingFactor") ?? "20";
  if (!/^[1-9][0-9]{0,4}$/.test(factor)) throw new Refusal(`-b ${factor}`, "is no blocking factor that can be used");
  const overrides = await overridesOf(settings, report, owners);
  const date = settings.value("mtime");
  if (settings.verbose > 0 && date !== undefined && !/^[./]/.test(date)) {
    const meant = listing.time(overrides.mtime(0n), true);
    if (meant !== date) await report.warn(`Option --mtime: Treating date '${date}' as ${meant}`);
  }
  const file =
    archive === "-"
      ? proc.descriptor(1).retain()
      : await triedLater(() => proc.files.open(archive, { write: true, create: true, truncate: true }));
  if (file instanceof SystemError) return report.fatal(`${report.place(archive)}: Cannot open: ${file.message}`);
  try {
    for (const directory of new Set([settings.directory, ...settings.operands.map((operand) => operand.directory)]))
      await checkDirectory(directory, report);
    const stat = file.stat();
    const identity = stat.type === "file" ? identityOf(stat) : "";
    const packer = compressor === undefined ? undefined : await packedBy(compressor, file, report);
    const records = new Records(packer?.content ?? file, Number(factor));
    const creator = new Creator(
      { ...common, listing, overrides, archive: { identity, packed: packer !== undefined } },
      records.write,
    );
    for (const operand of settings.operands) await creator.add(operand);
    await records.end();
    packer?.content.close();
    await packer?.ended();
  } finally {
    file.close();
  }
  return report.end();
}
