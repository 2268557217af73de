/** What each builder is timed at. */
export interface Task {
  readonly name: string;
  /** One of `examples/`. */
  readonly project: string;
  /** A line more in a Python file since the build before. */
  readonly edit?: true;
  readonly noCache?: true;
  readonly push?: true;
}

export const tasks: readonly Task[] = [
  { name: "cold (--no-cache)", project: "static", noCache: true },
  { name: "no-op", project: "static" },
  { name: "edit, basic", project: "basic", edit: true },
  { name: "edit, multistage", project: "multistage", edit: true },
  { name: "edit, static", project: "static", edit: true },
  { name: "edit and push, static", project: "static", edit: true, push: true },
];

export const projects: readonly string[] = [...new Set(tasks.map(({ project }) => project))];
