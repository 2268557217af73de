/** The places between two characters that an anchor stands for. */
export type Anchor =
  "lineStart" | "lineEnd" | "bufferStart" | "bufferEnd" | "wordStart" | "wordEnd" | "insideWord" | "outsideWord";

/** A pattern, understood. An atom's set is a number into the sets of its `Pattern`. */
export type Tree =
  | { readonly type: "set"; readonly set: number }
  | { readonly type: "anchor"; readonly anchor: Anchor }
  | { readonly type: "reference"; readonly group: number }
  | { readonly type: "group"; readonly group: number; readonly body: Tree | undefined }
  | { readonly type: "sequence"; readonly parts: readonly Tree[] }
  | { readonly type: "choice"; readonly branches: readonly (Tree | undefined)[] }
  | { readonly type: "repeat"; readonly body: Tree; readonly min: number; readonly max: number };
