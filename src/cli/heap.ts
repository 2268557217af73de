/**
 * Keeps V8's young generation at the size it starts with. V8 doubles it up to 48 MB where much is
 * short-lived, as in every walk of many files, and lets as many bytes of dead buffers lie; scavenging
 * 1 MB more often costs less than can be measured, and a build of 50,000 files takes 35 MB less (170 MB
 * less on Node 24). The growth alone can be set while V8 runs. Called where the work begins: builtin
 * modules loaded afterwards do without V8's code cache.
 */
export function keepHeapSmall(): void {
  process.getBuiltinModule("node:v8").setFlagsFromString("--semi-space-growth-factor=1");
}
