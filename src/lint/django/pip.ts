import { inside } from "../docker/rule.ts";
import type { SimpleCommand } from "../shell-words.ts";
import { mountsBelow } from "./apt.ts";
import { program, runs, visitsOfImage } from "./image.ts";
import { djibRule } from "./rule.ts";

export const pipCacheKept = djibRule({
  name: "PipCacheKept",
  about: "pip's cache stays in the image",
  why: "pip keeps every wheel that it fetched in ~/.cache/pip, for a next time that never comes in an image: often as much again as the packages themselves.",
  fix: "Write pip install --no-cache-dir, or set ENV PIP_NO_CACHE_DIR=1, or mount a cache, which also makes the next build faster: RUN --mount=type=cache,target=/root/.cache/pip.",
  *check(subject) {
    for (const { written, instruction, commands, step } of runs(visitsOfImage(subject), subject)) {
      if (commands === undefined || step === undefined || !commands.some(keepsCache)) continue;
      const set = step.env.some((entry) => /^PIP_(NO_CACHE_DIR|CACHE_DIR)=./.test(entry));
      const removed = commands.some(([name, ...rest]) => name === "rm" && rest.some((word) => word.includes(".cache")));
      const home = step.env.find((entry) => entry.startsWith("HOME="))?.slice(5) ?? "/root";
      if (!set && !removed && !mountsBelow(instruction, `${home}/.cache`))
        yield inside(written, "pip keeps its cache in this layer: --no-cache-dir is missing");
    }
  },
});

/** An install that fetches something. */
function keepsCache(command: SimpleCommand): boolean {
  const [name = "", ...words] = program(command);
  if (!/^pip[\d.]*$/.test(name) || words.find((word) => !word.startsWith("-")) !== "install") return false;
  return !words.some((word) => /^--(no-cache-dir|no-index|cache-dir|dry-run)/.test(word));
}
