/** Whether a rename failed because another process put the same there before. */
export const isTaken = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "EEXIST" || error.code === "ENOTEMPTY");
