import { DjibError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { catalogue } from "./commands/commands.ts";
import { parseFlags } from "./flags.ts";
import { problem } from "./errors.ts";
import { realHost } from "./host.ts";
import { renderBug, renderError } from "./render/error.ts";
import { painter } from "./render/style.ts";
import { realTerminal, type Terminal } from "./render/terminal.ts";
import { version } from "./version.ts";

/**
 * Runs one command line and resolves to its exit status: 0, 1 for what the user can mend, 2 for
 * wrong usage, 130 after Ctrl-C. Never rejects.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const host = realHost();
  const terminal = realTerminal(host.env, process.stdout, process.stderr);
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  // A reader that went away (`djib ls … | head`) is no failure of ours.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  try {
    return await run(argv, { host, terminal, signal: stop.signal });
  } catch (error) {
    return report(error, stop.signal.aborted, terminal);
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

type Surroundings = {
  readonly host: ReturnType<typeof realHost>;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
};

async function run([name, ...rest]: readonly string[], around: Surroundings): Promise<number> {
  const { terminal } = around;
  if (name === "--version" || name === "-v") {
    terminal.out(`djib ${version}\n`);
    return 0;
  }
  if (name === undefined || name === "--help" || name === "-h") {
    const { overview } = await import("./render/help.ts");
    (name === undefined ? terminal.err : terminal.out)(overview(catalogue.list));
    return name === undefined ? 2 : 0;
  }
  const command = await catalogue.load(name);
  if (command === undefined) throw unknownCommand(name);
  if (rest.includes("--help") || rest.includes("-h")) {
    const { commandHelp } = await import("./render/help.ts");
    terminal.out(commandHelp(command));
    return 0;
  }
  const { flags, args } = parseFlags(command.flags, rest);
  const [least, most] = command.arity;
  if (args.length < least || args.length > most)
    throw problem("usage/arguments", `djib ${name} takes ${amount(least, most)}, not ${args.length}`, {
      exitCode: 2,
      help: `usage: djib ${name} ${command.usage}`,
    });
  return command.run({ flags, args, catalogue, ...around });
}

const amount = (least: number, most: number): string =>
  `${least === most ? least : most === Infinity ? `at least ${least}` : `${least} to ${most}`} argument${most === 1 ? "" : "s"}`;

function unknownCommand(name: string): DjibError {
  const near = nearest(
    name,
    catalogue.list.map(([known]) => known),
  );
  return problem("usage/unknown-command", `there is no command ${name}`, {
    exitCode: 2,
    help: near === undefined ? "`djib --help` lists the commands" : `did you mean djib ${near}?`,
  });
}

function report(error: unknown, cancelled: boolean, terminal: Terminal): number {
  if (cancelled) {
    terminal.err("cancelled; everything that was started has ended\n");
    return 130;
  }
  if (error instanceof DjibError) {
    terminal.err(renderError(error, painter(terminal.color), { columns: terminal.columns(), rows: terminal.rows() }));
    return error.details.exitCode ?? 1;
  }
  terminal.err(renderBug(error, version));
  return 1;
}
