import type { Built } from "../../build/build.ts";
import type { Delivery } from "../deliver.ts";
import type { Engine } from "../../sinks/engine/engine.ts";
import { imageId } from "../../oci/image/derive.ts";

interface Outcome {
  readonly built: Built;
  /** As typed. */
  readonly names: readonly string[];
  readonly context: string;
  readonly deliveries: readonly Delivery[];
  readonly engine: Engine | undefined;
  readonly asked: { readonly "no-load": boolean | undefined; readonly push: boolean | undefined };
  readonly seconds: number;
}

/** The last lines: what was made, where it is, and the next command to type. */
export function summary({ built, names, context, deliveries, engine, asked, seconds }: Outcome): string {
  const name = names[0] ?? imageId(built.image).slice(7, 19);
  const time = `(${seconds.toFixed(1)} s)`;
  const files = deliveries.filter((delivery) => delivery.kind !== "engine");
  if (engine !== undefined) {
    const exposed = Object.keys(built.image.config.config?.ExposedPorts ?? {}).map((port) => port.split("/")[0]);
    const ports = exposed.map((port) => ` -p ${port}:${port}`).join("");
    return `\n${name} is in ${engine.name === "docker" ? "Docker" : "Podman"} and in djib's store ${time}. Next:\n  ${engine.name} run --rm${ports} ${name}\n`;
  }
  if (files.length > 0) return `\n${files.map(({ place, digest }) => `${place}  ${digest}`).join("\n")}  ${time}\n`;
  const why = asked["no-load"] ? "" : " No Docker or Podman answered here.";
  const target = names[0] ?? "my-django-app";
  return `\n${name} is in djib's store ${time}.${why} Next:
  djib push ${name} registry.example.com/${target.replace(/^.*\//, "")}      send it
  djib build -o type=docker,dest=image.tar ${context}     make a file for docker load
`;
}
