import type { Built } from "../../build/build.ts";
import type { Delivery } from "../deliver.ts";
import type { Engine } from "../../sinks/engine/engine.ts";
import { imageId } from "../../oci/image/derive.ts";
import { parseReference } from "../../oci/reference.ts";
import { size } from "./quantities.ts";

interface Outcome {
  readonly built: Built;
  /** As typed. */
  readonly names: readonly string[];
  readonly deliveries: readonly Delivery[];
  readonly engine: Engine | undefined;
  readonly asked: { readonly "no-load": boolean | undefined };
  readonly seconds: number;
}

/** The last lines: what was made, its size and digest, where it is, and the next command to type. */
export function summary(outcome: Outcome): string {
  const { built, names, deliveries, engine, asked, seconds } = outcome;
  const id = imageId(built.image);
  const name = names[0] ?? id.slice(7, 19);
  const bytes = built.image.layers.reduce((sum, layer) => sum + layer.size, 0);
  const files = deliveries.filter((delivery) => delivery.kind !== "engine");
  const sent = files.map(({ place, digest }) => `  ${place}  ${digest}\n`).join("");
  const where = engine === undefined ? "djib's store" : `${titles[engine.name]} and in djib's store`;
  const made = `\n${names.length > 1 ? `${names.join(", ")} are` : `${name} is`} in ${where}: ${id.slice(0, 19)}, ${size(bytes)} (${seconds.toFixed(1)} s).`;
  if (engine !== undefined) return `${made} Next:\n${sent}${commands([[run(outcome, engine, name), "start it"]])}`;
  if (files.length > 0) return `${made}\n${sent}`;
  const why = asked["no-load"] ? "" : " No Docker or Podman answered here.";
  return `${made}${why} Next:\n${commands(nextOf(outcome, name))}`;
}

const titles = { docker: "Docker", podman: "Podman" } as const;

function run({ built }: Outcome, engine: Engine, name: string): string {
  const ports = Object.keys(built.image.config.config?.ExposedPorts ?? {}).map((port) => port.split("/")[0]);
  return `${engine.name} run --rm${ports.map((port) => ` -p ${port}:${port}`).join("")} ${name}`;
}

function nextOf({ names }: Outcome, name: string): readonly Next[] {
  const target = (names[0] ?? "my-django-app").replace(/^.*\//, "");
  const ofRegistry = names[0] !== undefined && parseReference(names[0]).domain !== "docker.io";
  const file = `${target.replace(/:.*/, "")}.tar`;
  return [
    [`djib push ${name}${ofRegistry ? "" : ` registry.example.com/${target}`}`, "send it"],
    [`djib save -o type=docker,dest=${file} ${name}`, "make a file for docker load"],
  ];
}

type Next = readonly [command: string, purpose: string];

function commands(all: readonly Next[]): string {
  const width = Math.max(...all.map(([command]) => command.length));
  return all.map(([command, purpose]) => `  ${command.padEnd(width)}   ${purpose}\n`).join("");
}
