import { limits } from "../../../limits.ts";
import { Refusal } from "../../kernel/refusal.ts";
import type { Part } from "./parts.ts";

/** What encloses the part being read. */
interface Frame {
  readonly kind: "word" | "double" | "parameter" | "arithmetic";
  readonly parts: Part[];
  readonly close: (parts: Part[]) => Part | undefined;
}

/** Gathers the parts of a word, within whatever encloses them. */
export class PartBuilder {
  readonly #frames: Frame[] = [{ kind: "word", parts: [], close: () => undefined }];

  get #top(): Frame {
    return this.#frames.at(-1)!;
  }

  get kind(): Frame["kind"] {
    return this.#top.kind;
  }

  /** Once nothing is open. */
  get all(): Part[] {
    return this.#frames[0]!.parts;
  }

  push(part: Part): void {
    this.#top.parts.push(part);
  }

  put(text: string): void {
    const last = this.#top.parts.at(-1);
    if (last?.type === "literal") last.text += text;
    else this.push({ type: "literal", text });
  }

  quoted(text: string, marks: boolean): void {
    const last = this.#top.parts.at(-1);
    if (last?.type === "quoted" && last.marks === marks) last.text += text;
    else this.push({ type: "quoted", text, marks });
  }

  open(kind: Frame["kind"], close: Frame["close"]): void {
    if (this.#frames.length > limits.expansionDepth) throw new Refusal("word", "is nested too deep");
    this.#frames.push({ kind, parts: [], close });
  }

  close(): void {
    const frame = this.#frames.pop()!;
    const part = frame.close(frame.parts);
    if (part !== undefined) this.push(part);
  }
}
