/** Cases that djib does not build yet, with what is missing. The list only shrinks: one that works and stands here fails. */
export const pending: Readonly<Record<string, string>> = {};
