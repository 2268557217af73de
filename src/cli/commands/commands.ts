import type { Catalogue, Command } from "../command.ts";

/** Name and summary of every command, in the order of the overview. */
const commands = [
  ["build", "Build an image from a Dockerfile"],
  ["check", "Find mistakes in a Dockerfile, without building"],
  ["plan", "Show what a build would do, without doing it"],
  ["debug", "Open a shell in what a failed RUN left"],
  ["parse", "Show how djib reads a Dockerfile"],
  ["images", "List the images in djib's store"],
  ["pull", "Fetch an image from its registry"],
  ["push", "Send an image to a registry"],
  ["load", "Give an image of the store to Docker or Podman"],
  ["save", "Write an image of the store to a file"],
  ["inspect", "Show an image's configuration, layers and history as JSON"],
  ["ls", "List the files of an image"],
  ["cat", "Print a file of an image"],
  ["diff", "Show how the files of two images differ"],
  ["rmi", "Remove names from djib's store, or all names of an ID"],
  ["prune", "Free the space that nothing in the store needs"],
  ["help", "Explain a command, an error code or a rule of check"],
  ["completion", "Print a completion script for a shell"],
  ["version", "Show the version"],
] as const;

type CommandName = (typeof commands)[number][0];

const loaders: Readonly<Record<CommandName, () => Promise<{ readonly default: unknown }>>> = {
  build: () => import("./build.ts"),
  check: () => import("./check.ts"),
  plan: () => import("./plan.ts"),
  debug: () => import("./debug.ts"),
  parse: () => import("./parse.ts"),
  images: () => import("./images.ts"),
  pull: () => import("./pull.ts"),
  push: () => import("./push.ts"),
  load: () => import("./load.ts"),
  save: () => import("./save.ts"),
  inspect: () => import("./inspect.ts"),
  ls: () => import("./ls.ts"),
  cat: () => import("./cat.ts"),
  diff: () => import("./diff.ts"),
  rmi: () => import("./rmi.ts"),
  prune: () => import("./prune.ts"),
  help: () => import("./help.ts"),
  completion: () => import("./completion.ts"),
  version: () => import("./version.ts"),
};

export const catalogue: Catalogue = {
  list: commands,
  load: (name) => (Object.hasOwn(loaders, name) ? loaded(name as CommandName) : undefined),
};

const loaded = async (name: CommandName): Promise<Command> => (await loaders[name]()).default as Command;
