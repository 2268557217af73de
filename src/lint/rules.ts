import { copyFromMissingPath } from "./copied-paths.ts";
import { addInsteadOfCopy } from "./django/add.ts";
import { aptListsLeftBehind, aptUpdateAlone } from "./django/apt.ts";
import { healthcheckWithoutCurl, unpinnedBaseImage } from "./django/base-image.ts";
import { debugEnabled } from "./django/debug.ts";
import { ignoreFileIncomplete } from "./django/ignore-file.ts";
import { copyBeforeInstall } from "./django/install-order.ts";
import { pipCacheKept } from "./django/pip.ts";
import { chownInOwnLayer, migrateInRun } from "./django/run-commands.ts";
import { secretInImage } from "./django/secrets.ts";
import { bindsToLocalhost, exposedPortNotServed, runserverAsCommand } from "./django/serving.ts";
import { runsAsRoot } from "./django/user.ts";
import { dockerRules } from "./docker/rules.ts";
import { ignoredFlag } from "./ignored-flag.ts";
import type { Rule } from "./rule.ts";
import { unknownCheck } from "./unknown-check.ts";

/** All rules: docker's, then ours. */
export const rules: readonly Rule[] = [
  ...dockerRules,
  addInsteadOfCopy,
  aptListsLeftBehind,
  aptUpdateAlone,
  bindsToLocalhost,
  chownInOwnLayer,
  copyBeforeInstall,
  copyFromMissingPath,
  debugEnabled,
  exposedPortNotServed,
  healthcheckWithoutCurl,
  ignoredFlag,
  ignoreFileIncomplete,
  migrateInRun,
  pipCacheKept,
  runserverAsCommand,
  runsAsRoot,
  secretInImage,
  unknownCheck(() => rules.map(({ name }) => name)),
  unpinnedBaseImage,
];
