import type { Project } from "../support/project.ts";

/** Another project, told by what is different. `edit` replaces text of the Dockerfile, which must be there. */
export interface Change extends Partial<Omit<Project, "dockerfile">> {
  readonly dockerfile?: string;
  readonly edit?: readonly (readonly [from: string, to: string])[];
}

/** An instruction or flag, and what changes of a project do to what was built before. */
export interface Row {
  readonly what: string;
  readonly project: Project;
  /** The last step is done anew. */
  readonly misses?: Readonly<Record<string, Change>>;
  /** Other steps are done anew, but the last one is found. */
  readonly spares?: Readonly<Record<string, Change>>;
  /** Every step is found, and the image is the same. */
  readonly same?: Readonly<Record<string, Change>>;
  /** Every step is found, and the image is another one: the change is in its configuration (CVE-2024-24557). */
  readonly configures?: Readonly<Record<string, Change>>;
}

/** Short for a change of the Dockerfile alone. */
export const edit = (from: string, to: string): Change => ({ edit: [[from, to]] });

export function changed(project: Project, { edit: edits = [], ...change }: Change): Project {
  const dockerfile = edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`${from} is not in ${text}`);
    return text.replace(from, () => to);
  }, change.dockerfile ?? project.dockerfile);
  return {
    ...project,
    ...change,
    dockerfile,
    files: { ...project.files, ...change.files },
    more: { ...project.more, ...change.more },
  };
}
