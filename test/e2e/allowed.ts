/**
 * Where an example built by djib may differ from BuildKit's, and why. A difference is a line
 * "path: djib | BuildKit" (or "config KEY: …", "history: …"); everything else is a failure.
 */
export const allowed: readonly { readonly line: RegExp; readonly why: string }[] = [
  {
    line: /^config ArgsEscaped: absent \| true$/,
    why: "A field of Windows images that BuildKit sets for every shell-less CMD; image-spec calls it deprecated.",
  },
];
