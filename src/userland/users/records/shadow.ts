import { longestEntry } from "./passwd.ts";
import { isValidField, type RecordFormat } from "./record.ts";

/** shadow(5). Days; -1 is an empty field. */
export interface Shadow {
  readonly name: string;
  readonly password: string;
  readonly changed: number;
  readonly min: number;
  readonly max: number;
  readonly warn: number;
  readonly inactive: number;
  readonly expire: number;
  readonly flag: number;
}

/** /etc/shadow as glibc reads and writes it (shadow/sgetspent_r.c, putspent.c), which the shadow tools use. */
export const shadow: RecordFormat<Shadow> = {
  path: "/etc/shadow",
  mode: 0o440,
  joined: false,
  parse(line) {
    const [name, password, ...fields] = line.split(":");
    if (password === undefined || fields.length < 3) return undefined;
    const ages = fields.slice(0, 3).map(ageOf);
    const rest = fields.slice(3).join(":").trimStart();
    const more = rest === "" ? [-1, -1, -1, -1] : lastFields(rest);
    const numbers = more === undefined ? [undefined] : [...ages, ...more];
    if (numbers.includes(undefined)) return undefined;
    const [changed, min, max, warn, inactive, expire, flag] = numbers as number[];
    return {
      name: name!,
      password,
      changed: changed!,
      min: min!,
      max: max!,
      warn: warn!,
      inactive: inactive!,
      expire: expire!,
      flag: flag!,
    };
  },
  format({ name, password, changed, min, max, warn, inactive, expire, flag }) {
    if (![name, password].every((text) => isValidField(text, /[:\n]/))) return undefined;
    if (name.length + password.length + 1000 > longestEntry) return undefined;
    const numbers = [changed, min, max, warn, inactive, expire, flag];
    return [name, password, ...numbers.map((one) => (one === -1 ? "" : String(one)))].join(":");
  },
  name: ({ name }) => name,
};

/** The last one may be missing with its colon; the others not. */
function lastFields(text: string): readonly (number | undefined)[] | undefined {
  const fields = text.split(":");
  if (fields.length < 3 || fields.length > 4) return undefined;
  // A field that the line ends in is no number: glibc wants something after it.
  if (fields.length === 3 && fields[2] === "") return undefined;
  return [...fields.slice(0, 3).map(ageOf), fields.length === 4 && fields[3] !== "" ? ageOf(fields[3]!) : -1];
}

/** INT_FIELD_MAYBE_NULL: what begins with no digit but is followed by nothing is empty; 32 bits. */
function ageOf(text: string): number | undefined {
  if (text === "") return -1;
  const match = /^[ \t\v\f\r]*([+-]?)(\d+)$/.exec(text);
  if (match === null) return undefined;
  const [, sign, digits] = match;
  const value = Number(digits);
  if (sign === "-") return value === 0 ? 0 : -1;
  return Math.min(value, 0xffff_ffff) | 0;
}
