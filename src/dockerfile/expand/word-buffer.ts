import { hasSpace, isSpace } from "../space.ts";

/**
 * Collects words while a text is read. BuildKit shares one buffer between a word and the operands of the ${…} in
 * it, so that `80${x:-81}` yields the word 81 and not 8081 where it splits words; the same is done here.
 */
export class WordBuffer {
  #pending = "";

  begin() {
    this.#pending = "";
    const words: string[] = [];
    let inWord = false;
    const flush = () => {
      if (this.#pending === "") return;
      words.push(this.#pending);
      this.#pending = "";
      inWord = false;
    };
    return {
      /** Blanks in it end words. */
      addSplit: (text: string): void => {
        if (text !== "" && !hasSpace(text)) {
          this.#pending += text;
          inWord = true;
          return;
        }
        for (const character of text) {
          if (!isSpace(character)) {
            this.#pending += character;
            inWord = true;
          } else if (inWord) flush();
        }
      },
      addWhole: (text: string): void => {
        this.#pending += text;
        inWord = true;
      },
      end: (): readonly string[] => {
        flush();
        return words;
      },
    };
  }
}
