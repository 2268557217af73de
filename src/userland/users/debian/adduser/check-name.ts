import { Refusal } from "../../../kernel/refusal.ts";
import type { PerlScript } from "../perl-script.ts";
import { regexOf, type Settings } from "../settings.ts";
import type { CommandLine } from "./command-line.ts";

const indent = "\n            ";
const digits = `To avoid ambiguity with numerical UIDs, usernames which${indent}consist of only digits are not allowed.`;
const long = `Usernames must be no more than 32 bytes in length;${indent}note that if you are using Unicode characters, the character${indent}limit will be less than 32.`;
const least = `To avoid problems, the username must not start with a${indent}dash, plus sign, or tilde, and it must not contain any of the${indent}following: colon, comma, slash, or any whitespace characters${indent}including spaces, tabs, and newlines.`;
const ieee = `To avoid problems, the username should consist only of${indent}letters, digits, underscores, periods, at signs and dashes, and${indent}not start with a dash (as defined by IEEE Std 1003.1-2001). For${indent}compatibility with Samba machine accounts, $ is also supported${indent}at the end of the username.  (Use the \`--allow-all-names' option${indent}to bypass this restriction.)`;
const configured = (variable: string) =>
  `Please enter a username matching the regular expression${indent}configured via the ${variable} configuration variable.  Use the${indent}\`--allow-bad-names' option to relax this check or reconfigure${indent}${variable} in configuration.`;

/** Whether a name will do; ends the script where it will not (adduser 3.134, checkname). */
export async function checkName(
  script: PerlScript,
  line: CommandLine,
  settings: Settings,
  name: string,
): Promise<void> {
  if (name.includes("\n")) throw new Refusal(name, "is a name with a newline");
  if (/^\d+$/.test(name)) await script.die(digits);
  if (name.length > 32) await script.die(long);
  if (!/^[^-+~:,\s/][^:,\s/]*$/.test(name)) await script.die(least);
  const system = line.has("system");
  if (regexOf(system ? settings.sys_name_regex : settings.name_regex).test(name)) return;
  if (!/^[_.A-Za-z0-9][-@_.A-Za-z0-9]*\$?$/.test(name) && !line.has("allNames")) await script.die(ieee);
  if (line.has("allNames") || line.has("badNames")) script.tell("Allowing use of questionable username.\n");
  else await script.die(configured(system ? "SYS_NAME_REGEX" : "NAME_REGEX"));
}
