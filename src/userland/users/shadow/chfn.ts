import type { Options } from "../../commands/options.ts";
import { findUid, findUser } from "../name-service.ts";
import { type Call, otherTree, shadowTool } from "./shadow-tool.ts";

const options = {
  name: { short: "f", long: "full-name", value: "required" },
  home: { short: "h", long: "home-phone", value: "required" },
  other: { short: "o", long: "other", value: "required" },
  room: { short: "r", long: "room", value: "required" },
  root: { short: "R", long: "root", value: "required", refused: otherTree },
  help: { short: "u", long: "help" },
  work: { short: "w", long: "work-phone", value: "required" },
} as const satisfies Options<string>;

const fields = ["name", "room", "work", "home"] as const;
type Field = (typeof fields)[number] | "other";
type Texts = Readonly<Partial<Record<Field, string>>>;

/** chfn(1) of shadow 4.13 (src/chfn.c) for root. */
export const chfn = shadowTool({
  options,
  usage: "chfn",
  impossible: (given) =>
    given.length > 0 ? undefined : { word: "chfn", reason: "asks for the new values", help: "give it options: -f" },
  async run(call) {
    let given: Texts = {};
    for await (const { name, value } of call.options()) {
      if (name === "help") await call.usage(0);
      if (name === "other" && value.length > 80) await call.fail(1, "fields too long");
      given = { ...given, [name]: value };
    }
    const [name] = call.operands;
    const { proc, accounts } = call;
    const user = name === undefined ? await findUid(proc, proc.credentials.uid) : await findUser(proc, name);
    if (user === undefined)
      return call.fail(1, name === undefined ? "Cannot determine your user name." : `user '${name}' does not exist`);
    const texts = { ...fieldsOf(user.comment, given.other), ...given };
    await check(call, texts);
    const { name: full = "", room = "", work = "", home = "", other = "" } = texts;
    const comment = `${full},${room},${work},${home}${other === "" ? "" : `,${other}`}`;
    await accounts.open(accounts.users, 1);
    const entry = accounts.users.find(user.name);
    if (entry === undefined) return call.fail(1, `user '${user.name}' does not exist in /etc/passwd`);
    await accounts.update(accounts.users, { ...entry, comment }, entry.name, 1);
    await accounts.write(accounts.users, 1);
    return 0;
  },
});

/** Four fields, and all that is more or says KEY=VALUE is the fifth. */
function fieldsOf(comment: string, given: string | undefined): Texts {
  const parts = comment.split(",");
  const texts: Partial<Record<Field, string>> = {};
  let other = given ?? "";
  const append = (text: string) => (other += other === "" ? text : `,${text}`);
  for (const field of fields) {
    while (parts[0]?.includes("=")) append(parts.shift()!);
    const part = parts.shift();
    if (part !== undefined) texts[field] = part;
  }
  if (parts.length > 0 && given === undefined) append(parts.join(","));
  return { ...texts, other };
}

async function check(call: Call<keyof typeof options>, texts: Texts): Promise<void> {
  const { name = "", room = "", work = "", home = "", other = "" } = texts;
  const asked: readonly (readonly [string, RegExp, string, string])[] = [
    [name, /[:,=]/, "invalid name: '%'", "name with non-ASCII characters: '%'"],
    [room, /[:,=]/, "invalid room number: '%'", "room number with non-ASCII characters: '%'"],
    [work, /[:,=]/, "invalid work phone: '%'", ""],
    [home, /[:,=]/, "invalid home phone: '%'", ""],
    [other, /:/, "'%' contains illegal characters", "'%' contains non-ASCII characters"],
  ];
  for (const [text, illegal, wrong, foreign] of asked) {
    const invalid = illegal.test(text) || /[\0-\x1f\x7f]/.test(text);
    const strange = /[^\0-\x7f]/.test(text);
    if (invalid || (strange && foreign === ""))
      await call.fail(
        1,
        wrong.replace("%", () => text),
      );
    if (strange) await call.say(foreign.replace("%", () => text));
  }
  if ([name, room, work, home, other].join("").length > 80) await call.fail(1, "fields too long");
}
