import type { Arguments } from "../options.ts";
import type { Stdio } from "../stdio.ts";
import type { Name } from "./options.ts";
import type { SearchOptions } from "./search.ts";

/** What of the command line is about searching one file. Ends the program where a value is none. */
export async function searchOptions(io: Stdio, args: Arguments<Name>): Promise<SearchOptions> {
  const context = await lengthOf(io, args.value("context"));
  const [after, before] = [await lengthOf(io, args.value("after")), await lengthOf(io, args.value("before"))];
  const listed = args.has("quiet") || args.has("matching") || args.has("notMatching");
  const count = args.has("count") && !listed;
  return {
    lineEnd: args.has("nulData") ? 0 : 0x0a,
    invert: args.has("invert"),
    onlyMatching: args.has("onlyMatching"),
    most: await mostOf(io, args.value("maxCount")),
    before: before ?? context ?? 0,
    after: after ?? context ?? 0,
    separator: separatorOf(args),
    context: before !== undefined || after !== undefined || context !== undefined,
    silent: count || listed,
    stopAtFirst: listed,
    count,
    binary: await binaryOf(io, args),
  };
}

async function lengthOf(io: Stdio, value: string | undefined): Promise<number | undefined> {
  if (value === undefined) return undefined;
  return /^\s*\+?\d+$/.test(value) ? Number(value) : io.die(`${value}: invalid context length argument`, 2);
}

/** Negative numbers are as good as none. */
async function mostOf(io: Stdio, value: string | undefined): Promise<number> {
  if (value === undefined) return Infinity;
  if (!/^\s*[+-]?\d+$/.test(value)) return io.die("invalid max count", 2);
  const most = Number(value);
  return most < 0 ? Infinity : most;
}

function separatorOf({ given }: Arguments<Name>): string | undefined {
  const last = given.findLast(({ name }) => name === "groupSeparator" || name === "noGroupSeparator");
  return last === undefined ? "--" : last.value;
}

async function binaryOf(io: Stdio, { given }: Arguments<Name>): Promise<SearchOptions["binary"]> {
  let kind: SearchOptions["binary"] = "binary";
  for (const { name, value } of given) {
    if (name === "text") kind = "text";
    else if (name === "skipBinary") kind = "without-match";
    else if (name === "binaryFiles") {
      if (value !== "binary" && value !== "text" && value !== "without-match")
        return io.die("unknown binary-files type", 2);
      kind = value;
    }
  }
  return kind;
}
