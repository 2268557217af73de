#!/usr/bin/env node
import module from "node:module";

// Node 22 keeps compiled code between runs; Node 20 starts without it.
const { enableCompileCache }: { enableCompileCache?: () => void } = module as object;
enableCompileCache?.();

const { main } = await import("./cli/main.ts");
process.exitCode = await main(process.argv.slice(2));
