/**
 * Where an example built by djib may differ from BuildKit's, and why. A difference is a line
 * "path: djib | BuildKit" (or "config KEY: …", "history: …"); everything else is a failure.
 */
export const allowed: readonly { readonly line: RegExp; readonly why: string }[] = [];
