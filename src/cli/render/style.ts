const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type Style = keyof typeof codes;
export type Paint = (style: Style, text: string) => string;

export const painter =
  (color: boolean): Paint =>
  (style, text) =>
    color ? `\u001b[${codes[style][0]}m${text}\u001b[${codes[style][1]}m` : text;

/**
 * Text from a build, an image or a registry as it may be shown: control characters that move the
 * cursor or change the terminal, and those that turn the direction of writing (CVE-2021-42574), are
 * made visible; colours are left out; tabs and line ends stay.
 */
export const harmless = (text: string): string =>
  text
    .replace(/\u001b\[[0-9;]*m|\r/g, "")
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`)
    .replace(/[\u2028-\u202e\u2066-\u2069]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
