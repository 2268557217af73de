/** Uncompressed bytes of every member but the last. Part of the format: see `compressor`. */
export const memberSize = 1024 * 1024;

/**
 * Names the bytes that `gzipMember` and `memberSize` make together: fflate 0.8.3, level 3, members
 * of 1 MiB, this header. Whatever changes one of them changes this name, and the golden digest in
 * test/oci/compress-layer.test.ts.
 */
export const compressor = "djib-gzip-1";
