import type { Program } from "../kernel/program.ts";
import { Refusal } from "../kernel/refusal.ts";
import { standardOptions } from "./standard-options.ts";

/** true(1) and false(1), GNU coreutils: arguments mean nothing, but for an only --help or --version. */
const constant = (status: number): Program => {
  const refuses: Program["refuses"] = (args) =>
    args.length === 1 && (args[0] === "--help" || args[0] === "--version")
      ? { word: args[0], reason: standardOptions.help.refused }
      : undefined;
  return {
    refuses,
    async run({ args }) {
      const refused = refuses(args.slice(1));
      if (refused !== undefined) throw new Refusal(`${args[0]} ${refused.word}`, refused.reason);
      return status;
    },
  };
};

export const true_ = constant(0);
export const false_ = constant(1);
