import * as build from "../build/errors.ts";
import * as cache from "../build/cache/errors.ts";
import * as steps from "../build/steps/errors.ts";
import * as context from "../context/errors.ts";
import * as dockerfile from "../dockerfile/errors.ts";
import * as executor from "../executor/errors.ts";
import * as linux from "../executor/linux/errors.ts";
import * as portable from "../executor/portable/errors.ts";
import * as lint from "../lint/errors.ts";
import * as oci from "../oci/errors.ts";
import * as filesystem from "../oci/filesystem/errors.ts";
import * as image from "../oci/image/errors.ts";
import * as layer from "../oci/layer/errors.ts";
import * as gzip from "../oci/layer/gzip/errors.ts";
import * as registry from "../oci/registry/errors.ts";
import * as store from "../oci/store/errors.ts";
import * as sinks from "../sinks/errors.ts";
import * as sources from "../sources/errors.ts";
import * as usage from "./errors.ts";

const rooms = [
  usage,
  dockerfile,
  build,
  cache,
  steps,
  context,
  executor,
  linux,
  portable,
  lint,
  oci,
  filesystem,
  image,
  layer,
  gzip,
  registry,
  store,
  sinks,
  sources,
];

/** Every error code of every room with its explanation; docs/errors.md is made of it. */
export const explanations: ReadonlyMap<string, string> = new Map(
  rooms.flatMap(({ problem }) => Object.entries<string>(problem.explanations)).sort(([a], [b]) => (a < b ? -1 : 1)),
);
