/**
 * Every limit on what comes from outside, in one place (test/attacks shows what each prevents).
 * Sizes are bytes unless the name says otherwise.
 */
export const limits = {
  /** BuildKit's: frontend/dockerfile/parser, bufio scanner. */
  dockerfileLine: 65_535,
  dockerfile: 16 * 1024 * 1024,
  /** distribution-spec recommends 4 MiB for manifests (GHSA-wxc4-f4m6-wwqv, ggcr #2296). */
  manifest: 4 * 1024 * 1024,
  imageConfig: 8 * 1024 * 1024,
  token: 1024 * 1024,
  errorBody: 64 * 1024,
  layersPerImage: 1024,
  /** tar entries in one layer, and in a build context. */
  entries: 10_000_000,
  /** bytes of one path inside an image (Linux PATH_MAX counts the final NUL). */
  path: 4095,
  pathSegment: 255,
  pathDepth: 1024,
  symlinksFollowed: 40,
  paxHeader: 1024 * 1024,
  xattrsPerEntry: 1024 * 1024,
  /** CVE-2025-58183: entries of a sparse map. */
  sparseEntries: 100_000,
  /** uncompressed : compressed; deflate cannot exceed 1032. */
  compressionRatio: 1100,
  layerUncompressed: 64 * 1024 ** 3,
  credentialHelperMs: 15_000,
} as const;
