import { limits } from "../../../limits.ts";
import { Refusal } from "../../kernel/refusal.ts";

/** An alias while its text is read: not expanded again within itself. */
export interface Alias {
  readonly text: string;
  inUse: boolean;
}

export type Aliases = Map<string, Alias>;

interface Pushed {
  readonly text: string;
  at: number;
  readonly alias: Alias | undefined;
}

/** Thrown where the text at hand ends and more may come. */
export class MoreText extends Error {}

/**
 * The characters of a script, one by one: "" at the end. Strings may be put in front of what is to
 * come (aliases, lines of a here-document that were looked at). dash: src/input.c.
 */
export class Source {
  /** Of the next character, from 1. */
  line = 1;
  /** An alias that ended in a blank has just been read: the next word may be one too. */
  aliasNext = false;
  #text: string;
  #at = 0;
  #complete: boolean;
  readonly #back: string[] = [];
  #pushed: Pushed[] = [];
  #aliasText = 0;

  constructor(text: string, complete = true) {
    this.#text = text;
    this.#complete = complete;
  }

  get(): string {
    const back = this.#back.pop();
    if (back !== undefined) return back;
    for (;;) {
      const top = this.#pushed.at(-1);
      if (top === undefined) break;
      if (top.at < top.text.length) return top.text[top.at++]!;
      this.#pushed.pop();
      if (top.alias !== undefined) this.#endAlias(top.alias);
    }
    if (this.#at < this.#text.length) return this.#text[this.#at++]!;
    if (!this.#complete) throw new MoreText();
    return "";
  }

  #endAlias(alias: Alias): void {
    alias.inUse = false;
    if (/[ \t]$/.test(alias.text)) this.aliasNext = true;
  }

  /** The next character where no backslash and newline stand before it. */
  getJoined(): string {
    for (;;) {
      const character = this.get();
      if (character !== "\\") return character;
      const next = this.get();
      if (next !== "\n") {
        this.unget(next);
        return character;
      }
      this.line++;
    }
  }

  unget(character: string): void {
    if (character !== "") this.#back.push(character);
  }

  push(text: string, alias?: Alias): void {
    // What was put back stands behind what is pushed.
    while (this.#back.length > 0) this.#pushed.push({ text: this.#back.shift()!, at: 0, alias: undefined });
    if (alias !== undefined) {
      this.#aliasText += text.length;
      if (this.#aliasText > limits.aliasText) throw new Refusal("alias", "grows without end");
      alias.inUse = true;
    }
    this.#pushed.push({ text, at: 0, alias });
  }

  /** More of the text; `complete` where that is all. */
  append(text: string, complete: boolean): void {
    this.#complete = complete;
    this.#text += text;
  }

  /** What has been read since the last mark. */
  get read(): string {
    return this.#text.slice(0, this.#at - this.#back.length);
  }

  /** Forgets what was read; the answer goes back to here, once there is more text. */
  mark(): () => void {
    this.#text = this.#text.slice(this.#at);
    this.#at = 0;
    const { line, aliasNext } = this;
    const back = [...this.#back];
    const pushed = this.#pushed.map((each) => ({ ...each }));
    return () => {
      for (const { alias } of this.#pushed) if (alias !== undefined) alias.inUse = false;
      for (const { alias } of pushed) if (alias !== undefined) alias.inUse = true;
      this.line = line;
      this.aliasNext = aliasNext;
      this.#at = 0;
      this.#back.splice(0, Infinity, ...back);
      this.#pushed = pushed;
    };
  }
}
