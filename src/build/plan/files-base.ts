import type { Location } from "../../errors.ts";
import { type StageState, withStep } from "./state.ts";

interface Place {
  readonly name: string;
  readonly where: Location;
}

/**
 * A stage that starts from the files of a named context: its first step copies them into an empty
 * tree (BuildKit takes the context itself for the tree: resolveBaseImage).
 */
export function withFiles(state: StageState, context: string, { name, where }: Place): StageState {
  const title = `FROM ${context}`;
  return withStep(state, {
    ...{ id: `${name}/1`, number: 1, title, where, createdBy: title },
    verb: "copy",
    from: { kind: "context", name: context },
    sources: [{ text: "/", where }],
    inline: [],
    destination: "/",
    chown: undefined,
    chmod: undefined,
    unpack: undefined,
    link: false,
    parents: false,
    exclude: [],
  });
}
