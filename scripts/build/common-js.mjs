import { createRequire } from "node:module";
import { basename, dirname } from "node:path";
import { types } from "node:util";

const require = createRequire(import.meta.url);

/**
 * `await import("undici")` has named exports in Node, but only `default` once esbuild has bundled a
 * CommonJS package. This gives the bundled one the same names.
 */
export const commonJs = {
  name: "common-js",
  setup(build) {
    build.onResolve({ filter: /^[^.]/ }, async ({ kind, path, resolveDir, pluginData }) => {
      if (kind !== "dynamic-import" || pluginData === "asked" || path.startsWith("node:")) return undefined;
      const found = await build.resolve(path, { kind, resolveDir, pluginData: "asked" });
      return found.external || !isCommonJs(found.path) ? undefined : { path: found.path, namespace: "common-js" };
    });
    build.onLoad({ filter: /.*/, namespace: "common-js" }, ({ path }) => {
      const names = Object.keys(require(path)).filter((name) => name !== "default");
      const contents = `import it from "./${basename(path)}";\nexport const { ${names.join(", ")} } = it;\nexport default it;`;
      return { contents, resolveDir: dirname(path) };
    });
  },
};

const isCommonJs = (file) => !types.isModuleNamespaceObject(require(file));
