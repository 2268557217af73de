import { hexOf, digestOf } from "../digest.ts";

/**
 * The file a tag's record is in. The hash alone tells names apart, whatever their case, length or
 * characters, and stands first so that no name is one that Windows reserves (`con`, `nul.txt`);
 * the rest is for people who look into the directory.
 */
export function tagFileName(reference: string, platform: string): string {
  const readable = `${reference}-${platform}`.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return `${hexOf(digestOf(JSON.stringify([reference, platform])))}-${readable.slice(-80)}`;
}
