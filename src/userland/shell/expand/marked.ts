/**
 * Text on its way through the expansions: one character a byte, as everywhere, and above the byte a
 * bit that says that it was quoted, so that no pattern and no field separator is seen in it.
 */
const quotedBit = 0x100;

/** Stands where quotes stood: they make a word even of nothing. */
export const quoteMark = "\u0200";

export const quote = (text: string): string => text.replace(/[\0-\xff]/g, (byte) => quotedOf(byte));

const quotedOf = (byte: string): string => String.fromCharCode(byte.charCodeAt(0) | quotedBit);

export const isQuoted = (character: string): boolean => (character.charCodeAt(0) & quotedBit) !== 0;

export const byteOf = (character: string): string => String.fromCharCode(character.charCodeAt(0) & 0xff);

/** The bytes alone. */
export const plain = (marked: string): string =>
  // Most text was never quoted.
  /^[\0-\xff]*$/.test(marked)
    ? marked
    : marked.replace(/\u0200/g, "").replace(/[\u0100-\u01ff]+/g, (run) => {
        let text = "";
        for (let at = 0; at < run.length; at++) text += String.fromCharCode(run.charCodeAt(at) & 0xff);
        return text;
      });
