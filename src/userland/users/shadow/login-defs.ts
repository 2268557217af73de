import { isErrno } from "../../kernel/errno.ts";
import type { Process } from "../../kernel/process.ts";
import { Exit } from "../../kernel/program.ts";
import { longOf, unsignedLongOf } from "../c-numbers.ts";
import { linesOf, readText } from "../text-file.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Items that the tools know (shadow: lib/getdef.c, def_table, as Debian builds it). */
const items = words(`
  CHFN_RESTRICT CONSOLE_GROUPS CONSOLE CREATE_HOME DEFAULT_HOME ENCRYPT_METHOD ENV_PATH ENV_SUPATH ERASECHAR
  FAILLOG_ENAB FAKE_SHELL FTMP_FILE GID_MAX GID_MIN HOME_MODE HUSHLOGIN_FILE KILLCHAR LASTLOG_UID_MAX LOGIN_RETRIES
  LOGIN_TIMEOUT LOG_OK_LOGINS LOG_UNKFAIL_ENAB MAIL_DIR MAIL_FILE MAX_MEMBERS_PER_GROUP MD5_CRYPT_ENAB NONEXISTENT
  PASS_MAX_DAYS PASS_MIN_DAYS PASS_WARN_AGE SHA_CRYPT_MAX_ROUNDS SHA_CRYPT_MIN_ROUNDS YESCRYPT_COST_FACTOR
  SUB_GID_COUNT SUB_GID_MAX SUB_GID_MIN SUB_UID_COUNT SUB_UID_MAX SUB_UID_MIN SULOG_FILE SU_NAME SYS_GID_MAX
  SYS_GID_MIN SYS_UID_MAX SYS_UID_MIN TTYGROUP TTYPERM TTYTYPE_FILE UID_MAX UID_MIN UMASK USERDEL_CMD
  USERGROUPS_ENAB SYSLOG_SG_ENAB SYSLOG_SU_ENAB FORCE_SHADOW GRANT_AUX_GROUP_SUBIDS PREVENT_NO_AUTH`);

/** Items of PAM and of other packages: not used, and nothing is said of them. */
const foreign = words(`
  CHFN_AUTH CHSH_AUTH CRACKLIB_DICTPATH ENV_HZ ENVIRON_FILE ENV_TZ HMAC_CRYPTO_ALGO ISSUE_FILE LASTLOG_ENAB
  LOGIN_STRING MAIL_CHECK_ENAB MOTD_FILE NOLOGINS_FILE OBSCURE_CHECKS_ENAB PASS_ALWAYS_WARN PASS_CHANGE_TRIES
  PASS_MAX_LEN PASS_MIN_LEN PORTTIME_CHECKS_ENAB QUOTAS_ENAB SU_WHEEL_ONLY ULIMIT ALWAYS_SET_PATH ENV_ROOTPATH
  LOGIN_KEEP_USERNAME LOGIN_PLAIN_PROMPT MOTD_FIRSTONLY`);

/** /etc/login.defs (login.defs(5)) as the shadow tools read it. */
export class LoginDefinitions {
  readonly #proc: Process;
  readonly #values = new Map<string, string>();

  private constructor(proc: Process) {
    this.#proc = proc;
  }

  static async read(proc: Process): Promise<LoginDefinitions> {
    const definitions = new LoginDefinitions(proc);
    for (const line of linesOf(await textOf(proc))) {
      const [, name, value] = /^[ \t]*([^ \t#][^ \t]*)[ \t]+[ "\t]*([^ "\t]*)/.exec(line.trimEnd()) ?? [];
      if (name !== undefined) await definitions.set(name, value!);
    }
    return definitions;
  }

  /** Whether there is such an item; says so where there is not. */
  async set(name: string, value: string): Promise<boolean> {
    if (items.has(name)) this.#values.set(name, value);
    else if (!foreign.has(name))
      await this.#proc.err(`configuration error - unknown item '${name}' (notify administrator)\n`);
    return items.has(name);
  }

  text(name: string): string | undefined {
    return this.#values.get(name);
  }

  /** Whether it says "yes". */
  enabled(name: string): boolean {
    return this.#values.get(name)?.toLowerCase() === "yes";
  }

  /** An int. */
  async number(name: string, other: number): Promise<number> {
    return this.#number(name, other, (text) => {
      const value = longOf(text);
      return value !== undefined && Math.abs(value + 0.5) < 2 ** 31 ? value : undefined;
    });
  }

  /** An unsigned long. */
  async count(name: string, other: number): Promise<number> {
    return this.#number(name, other, unsignedLongOf);
  }

  async #number(name: string, other: number, parse: (text: string) => number | undefined): Promise<number> {
    const text = this.#values.get(name);
    if (text === undefined) return other;
    const value = parse(text);
    if (value === undefined) await this.#proc.err(`configuration error - cannot parse ${name} value: '${text}'`);
    return value ?? other;
  }
}

async function textOf(proc: Process): Promise<string> {
  try {
    return await readText(proc, "/etc/login.defs");
  } catch (error) {
    if (isErrno(error, "ENOENT")) return "";
    if (isErrno(error)) throw new Exit(1);
    throw error;
  }
}
