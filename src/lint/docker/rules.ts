import type { Rule } from "../rule.ts";
import { consistentInstructionCasing } from "./casing.ts";
import { jsonArgsRecommended, multipleInstructionsDisallowed } from "./commands.ts";
import { invalidDefinitionDescription, maintainerDeprecated, noEmptyContinuation } from "./comments.ts";
import { copyIgnoredFile } from "./copy-ignored.ts";
import { exposeInvalidFormat, exposeProtoCasing } from "./expose.ts";
import {
  fromPlatformFlagConstDisallowed,
  invalidBaseImagePlatform,
  invalidDefaultArgInFrom,
  redundantTargetPlatform,
  undefinedArgInFrom,
} from "./from.ts";
import { legacyKeyValueFormat, secretsUsedInArgOrEnv } from "./pairs.ts";
import { duplicateStageName, fromAsCasing, reservedStageName, stageNameCasing } from "./stage-names.ts";
import { undefinedVar } from "./variables.ts";
import { workdirRelativePath } from "./workdir.ts";

/** BuildKit 0.34's rules, all of them, in the order of its linter/ruleset.go. */
export const dockerRules: readonly Rule[] = [
  stageNameCasing,
  fromAsCasing,
  noEmptyContinuation,
  consistentInstructionCasing,
  duplicateStageName,
  reservedStageName,
  jsonArgsRecommended,
  maintainerDeprecated,
  undefinedArgInFrom,
  workdirRelativePath,
  undefinedVar,
  multipleInstructionsDisallowed,
  legacyKeyValueFormat,
  invalidBaseImagePlatform,
  redundantTargetPlatform,
  secretsUsedInArgOrEnv,
  invalidDefaultArgInFrom,
  fromPlatformFlagConstDisallowed,
  copyIgnoredFile,
  invalidDefinitionDescription,
  exposeProtoCasing,
  exposeInvalidFormat,
];
