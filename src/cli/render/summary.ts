import type { Built } from "../../build/request.ts";
import type { Delivery } from "../deliver.ts";
import type { Engine } from "../../sinks/engine/engine.ts";
import type { Layer } from "../../oci/blob.ts";
import type { Digest } from "../../oci/digest.ts";
import { formatPlatform } from "../../oci/platform.ts";
import { parseReference } from "../../oci/reference.ts";
import { size } from "./quantities.ts";

interface Outcome {
  readonly built: Built;
  /** The image ID, or the digest of an index. */
  readonly id: Digest;
  /** As typed. */
  readonly names: readonly string[];
  readonly deliveries: readonly Delivery[];
  /** Layers that are only in a registry. */
  readonly remote: readonly Pick<Layer, "size">[];
  /** What --cache-to wrote. */
  readonly caches: readonly Pick<Delivery, "place" | "digest">[];
  readonly engine: Engine | undefined;
  readonly asked: { readonly "no-load": boolean | undefined };
  readonly seconds: number;
}

/** The last lines: what was made, its size and digest, where it is, and the next command to type. */
export function summary(outcome: Outcome): string {
  const { built, id, names, deliveries, caches, engine, asked, seconds } = outcome;
  const name = names[0] ?? id.slice(7, 19);
  const files = deliveries.filter((delivery) => delivery.kind !== "engine");
  const sent = [...files, ...caches].map(({ place, digest }) => `  ${place}  ${digest}\n`).join("");
  const where = engine === undefined ? "djib's store" : `${titles[engine.name]} and in djib's store`;
  const made = `\n${names.length > 1 ? `${names.join(", ")} are` : `${name} is`} in ${where}${platforms(built)}${leftThere(outcome)}: ${id.slice(0, 19)}, ${size(bytesOf(built))} (${seconds.toFixed(1)} s).`;
  if (engine !== undefined) return `${made} Next:\n${sent}${commands([[run(outcome, engine, name), "start it"]])}`;
  if (sent !== "") return `${made}\n${sent}`;
  const why = asked["no-load"] ? "" : " No Docker or Podman answered here.";
  return `${made}${why} Next:\n${commands(nextOf(outcome, name))}`;
}

const platforms = ({ images }: Built): string =>
  images.length === 1 ? "" : ` for ${images.map(({ plan }) => formatPlatform(plan.platform)).join(" and ")}`;

/** What of an image stayed in the registry that a push went to, or that its base is from. */
const leftThere = ({ remote }: Outcome): string =>
  remote.length === 0
    ? ""
    : `, without ${remote.length === 1 ? "a layer" : `${remote.length} layers`} (${size(remote.reduce((sum, layer) => sum + layer.size, 0))}) that only a registry has`;

/** A layer that several platforms have in common counts once. */
function bytesOf({ images }: Built): number {
  const layers = images.flatMap(({ image }) => image.layers.map((layer) => [layer.digest, layer.size] as const));
  return [...new Map(layers).values()].reduce((sum, bytes) => sum + bytes, 0);
}

const titles = { docker: "Docker", podman: "Podman" } as const;

function run({ built }: Outcome, engine: Engine, name: string): string {
  const ports = Object.keys(built.images[0].image.config.config?.ExposedPorts ?? {}).map((port) => port.split("/")[0]);
  return `${engine.name} run --rm${ports.map((port) => ` -p ${port}:${port}`).join("")} ${name}`;
}

function nextOf({ names, built }: Outcome, name: string): readonly Next[] {
  const target = (names[0] ?? "my-django-app").replace(/^.*\//, "");
  const ofRegistry = names[0] !== undefined && parseReference(names[0]).domain !== "docker.io";
  const file = `${target.replace(/:.*/, "")}.tar`;
  return [
    [`djib push ${name}${ofRegistry ? "" : ` registry.example.com/${target}`}`, "send it"],
    built.images.length === 1
      ? [`djib save -o type=docker,dest=${file} ${name}`, "make a file for docker load"]
      : [`djib save -o type=oci,dest=${file} ${name}`, "make a file of all platforms"],
  ];
}

type Next = readonly [command: string, purpose: string];

function commands(all: readonly Next[]): string {
  const width = Math.max(...all.map(([command]) => command.length));
  return all.map(([command, purpose]) => `  ${command.padEnd(width)}   ${purpose}\n`).join("");
}
