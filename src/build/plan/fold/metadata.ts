import type { Expose, Maintainer, OnBuild, StopSignal, User, Volume, Word } from "../../../dockerfile/syntax.ts";
import { parsePorts } from "../../../dockerfile/values/port.ts";
import { checkSignal } from "../../../dockerfile/values/signal.ts";
import { problem } from "../../../dockerfile/errors.ts";
import { limits } from "../../../limits.ts";
import { list } from "../goformat.ts";
import { put, type StageState, withHistory } from "../state.ts";

/** A set is an object of empty objects in Go's JSON. */
const named = (name: string): readonly [string, object] => [name, {}];

export function expose(state: StageState, { ports }: Expose): StageState {
  const parsed: string[] = [];
  for (const word of ports) {
    for (const port of parsePorts(word)) parsed.push(port);
    if (parsed.length > limits.ports) throw tooManyPorts(word);
  }
  const ExposedPorts = put(state.config.ExposedPorts ?? {}, parsed.map(named));
  return withHistory({ ...state, config: { ...state.config, ExposedPorts } }, `EXPOSE ${list(parsed)}`, false);
}

const tooManyPorts = ({ where }: Word) =>
  problem("dockerfile/bad-port", `EXPOSE names more than ${limits.ports} ports, which is more than there are`, {
    where,
    help: "write each range once",
  });

export function volume(state: StageState, { paths }: Volume): StageState {
  const names = paths.map((word) => word.text);
  const Volumes = put(state.config.Volumes ?? {}, names.map(named));
  return withHistory({ ...state, config: { ...state.config, Volumes } }, `VOLUME ${list(names)}`, false);
}

/** Kept as written; whether the user exists is known only where something runs as it. An empty one is none. */
export function user(state: StageState, { user: word }: User): StageState {
  const { User: _, ...rest } = state.config;
  const config = word.text === "" ? rest : { ...rest, User: word.text };
  return withHistory({ ...state, config }, `USER ${word.text}`, false);
}

export function stopsignal(state: StageState, { signal }: StopSignal): StageState {
  checkSignal(signal);
  const StopSignal = signal.text;
  return withHistory({ ...state, config: { ...state.config, StopSignal } }, `STOPSIGNAL ${StopSignal}`, false);
}

export const maintainer = (state: StageState, { author }: Maintainer): StageState =>
  withHistory({ ...state, author: author.text }, `MAINTAINER ${author.text}`, false);

/** Stored for whoever builds on the image; it leaves no entry in the history. */
export function onbuild(state: StageState, { expression }: OnBuild): StageState {
  const OnBuild = state.config.OnBuild ?? [];
  OnBuild.push(expression);
  return { ...state, config: { ...state.config, OnBuild } };
}
