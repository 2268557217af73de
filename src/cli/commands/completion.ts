import { command } from "../command.ts";
import { problem } from "../errors.ts";

const shells = {
  bash: async () => (await import("../completion/bash.ts")).bash,
  zsh: async () => (await import("../completion/zsh.ts")).zsh,
  fish: async () => (await import("../completion/fish.ts")).fish,
} as const;

const isShell = (name: string): name is keyof typeof shells => Object.hasOwn(shells, name);

export default command({
  name: "completion",
  summary: "Print a completion script for a shell",
  usage: "bash|zsh|fish",
  arity: [1, 1],
  flags: {},
  examples: ["djib completion bash >> ~/.bashrc", "djib completion fish > ~/.config/fish/completions/djib.fish"],
  async run({ args, terminal, catalogue }) {
    const shell = args[0]!;
    if (!isShell(shell))
      throw problem("usage/bad-value", `djib completes for bash, zsh and fish, not for ${shell}`, { exitCode: 2 });
    const all = await Promise.all(catalogue.list.map(([name]) => catalogue.load(name)!));
    terminal.out((await shells[shell]())(all));
    return 0;
  },
});
