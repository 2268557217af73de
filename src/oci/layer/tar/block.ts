/** ustar and GNU tar keep everything in blocks of this many bytes. */
export const blockSize = 512;

export const zeroBlock = Buffer.alloc(blockSize);

/** Bytes from the end of `size` bytes to the next block. */
export const paddingOf = (size: number): number => (blockSize - (size % blockSize)) % blockSize;

export const isZero = (block: Uint8Array): boolean => zeroBlock.equals(block);

/** The end of an archive: two blocks of zeros (POSIX pax, "ustar Interchange Format"). */
export const endOfArchive = Buffer.alloc(2 * blockSize);
