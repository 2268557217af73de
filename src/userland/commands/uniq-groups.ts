export type Group = "prepend" | "append" | "separate" | "both";

export interface UniqStyle {
  keyOf(line: string): string;
  readonly count: boolean;
  /** Whether anything is shown of lines that come once, and of those that come more often. */
  readonly single: boolean;
  readonly repeated: boolean;
  readonly allRepeated: "none" | "prepend" | "separate" | undefined;
  readonly group: Group | undefined;
  readonly delimiter: string;
}

export interface Grouper {
  /** What is to be written once this line has come. */
  add(line: string): string;
  end(): string;
}

/** Lines that follow each other and are the same. */
export const grouper = (style: UniqStyle): Grouper => (style.group === undefined ? picked(style) : grouped(style));

function picked({ keyOf, count, single, repeated, allRepeated, delimiter }: UniqStyle): Grouper {
  let line: string | undefined;
  let key = "";
  let times = 0;
  let shownGroups = 0;
  const ended = (): string => {
    if (line === undefined || allRepeated !== undefined) return "";
    if (times === 1 ? !single : !repeated) return "";
    return `${count ? `${String(times).padStart(7)} ` : ""}${line}${delimiter}`;
  };
  const again = (now: string): string => {
    times++;
    if (allRepeated === undefined) return "";
    if (times > 2 || !repeated) return now + delimiter;
    const before = allRepeated === "prepend" || (allRepeated === "separate" && shownGroups > 0) ? delimiter : "";
    shownGroups++;
    return `${before}${line}${delimiter}${now}${delimiter}`;
  };
  return {
    add: (now) => {
      const nowKey = keyOf(now);
      if (line !== undefined && nowKey === key) return again(now);
      const text = ended();
      [line, key, times] = [now, nowKey, 1];
      return text;
    },
    end: ended,
  };
}

/** --group: every line, with empty ones around or between the groups. */
function grouped({ keyOf, group, delimiter }: UniqStyle): Grouper {
  let key: string | undefined;
  const around = group === "prepend" || group === "both";
  return {
    add: (line) => {
      const now = keyOf(line);
      const begins = now !== key;
      const first = key === undefined;
      key = now;
      return `${begins && (around || !first) ? delimiter : ""}${line}${delimiter}`;
    },
    end: () => (key !== undefined && (group === "append" || group === "both") ? delimiter : ""),
  };
}
