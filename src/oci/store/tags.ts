import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isDigest } from "../digest.ts";
import { fault, isMissing, withFaults } from "./faults.ts";
import type { Layout } from "./layout.ts";
import { fieldsOf, isSize, kept, readRecord, writeRecord } from "./record.ts";
import type { Session } from "./session.ts";
import type { TagRecord, Tags } from "./store.ts";
import { tagFileName } from "./tag-name.ts";

/** Tag records. What is damaged, or lies under another name than its own, is not there. */
export function tagsOf({ tags }: Layout, session: Session): Tags {
  const pathOf = (reference: string, platform: string) => join(tags, tagFileName(reference, platform));
  const list = async () => {
    const names = await namesIn(tags);
    const records = await Promise.all(names.map(async (name) => parseTag(await readRecord(join(tags, name)))));
    const whole = records.filter((record, i) => record && tagFileName(record.reference, record.platform) === names[i]);
    return whole.filter((record) => record !== undefined).toSorted(byName);
  };
  return {
    list,
    get: async (reference, platform) => {
      const record = parseTag(await readRecord(pathOf(reference, platform)));
      return record?.reference === reference && record.platform === platform ? record : undefined;
    },
    put: (record) => writeRecord(session, pathOf(record.reference, record.platform), record, kept),
    remove: async (reference, platform) => {
      const found = (await list()).filter(
        (record) => record.reference === reference && (platform === undefined || record.platform === platform),
      );
      for (const record of found) {
        const path = pathOf(record.reference, record.platform);
        await withFaults(path, () => rm(path, { force: true }));
      }
      return found.length > 0;
    },
  };
}

const byName = (a: TagRecord, b: TagRecord): number =>
  a.reference < b.reference || (a.reference === b.reference && a.platform < b.platform) ? -1 : 1;

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (isMissing(error)) return [];
    throw fault(error, directory);
  }
}

function parseTag(value: unknown): TagRecord | undefined {
  const record = fieldsOf(value);
  const texts = [record.reference, record.at, record.platform];
  if (!texts.every((text) => typeof text === "string") || !isDescriptor(record.image)) return undefined;
  if (record.index !== undefined && !isDescriptor(record.index)) return undefined;
  if (!isDigest(record.id) || (record.pulled !== undefined && !isDigest(record.pulled))) return undefined;
  if (record.layersAt !== undefined && !isTexts(record.layersAt)) return undefined;
  if (!["pulled", "built", "loaded"].includes(String(record.origin))) return undefined;
  return value as TagRecord;
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === "string");

function isDescriptor(value: unknown): boolean {
  const { mediaType, digest, size } = fieldsOf(value);
  return typeof mediaType === "string" && isDigest(digest) && isSize(size);
}
