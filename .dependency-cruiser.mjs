// The rooms of src/ and which rooms each may import; every one may import the leaves beside them.
//
//   cli → django, lint, build → executor, context, sources, sinks → userland → oci
//
// dockerfile is a leaf of its own, for all but userland and oci.
const rooms = {
  cli: ["django", "lint", "build", "executor", "context", "sources", "sinks", "userland", "oci", "dockerfile"],
  django: ["userland", "oci", "dockerfile", "context"],
  // Rules look at the plan, which is data; they execute nothing.
  lint: ["django", "build/plan", "userland", "oci", "dockerfile", "context"],
  build: ["executor", "context", "sources", "sinks", "userland", "oci", "dockerfile"],
  executor: ["userland", "oci", "dockerfile"],
  context: ["userland", "oci", "dockerfile"],
  sources: ["userland", "oci"],
  sinks: ["userland", "oci"],
  userland: ["oci"],
  oci: [],
  dockerfile: [],
};
const leaves = "src/[^/]+\\.ts$";

const direction = Object.entries(rooms).map(([room, allowed]) => ({
  name: `from-${room}`,
  severity: "error",
  from: { path: `^src/${room}/` },
  to: { path: "^src/", pathNot: [`^${leaves}`, ...[room, ...allowed].map((name) => `^src/${name}/`)] },
}));

export default {
  forbidden: [
    ...direction,
    {
      name: "leaves-know-no-room",
      severity: "error",
      from: { path: `^${leaves}`, pathNot: "^src/(bin|index)\\.ts$" },
      to: { path: "^src/[^/]+/" },
    },
    {
      name: "bin-starts-cli",
      severity: "error",
      from: { path: "^src/bin\\.ts$" },
      to: { path: "^src/", pathNot: "^src/cli/" },
    },
    { name: "entries-are-not-imported", severity: "error", from: {}, to: { path: "^src/(bin|index)\\.ts$" } },
    {
      name: "no-cycles",
      severity: "error",
      // Of an interpreter, expressions hold calls of functions, whose statements hold expressions.
      from: { pathNot: "^src/userland/commands/awk/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "src-knows-no-test", severity: "error", from: { path: "^src/" }, to: { path: "^(test|scripts|bench)/" } },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { conditionNames: ["import", "node", "types"], extensions: [".ts", ".mjs", ".js"] },
  },
};
