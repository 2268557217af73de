/** docker build's flags as buildctl's, which speaks to the frontend by its own options. */
export function buildctlArguments(flags: readonly string[]): readonly string[] {
  return flags.flatMap((flag) => {
    const equals = flag.indexOf("=");
    const [name, value] = equals < 0 ? [flag, ""] : [flag.slice(0, equals), flag.slice(equals + 1)];
    const translate = translations[name];
    if (translate === undefined) throw new Error(`buildctl has nothing for ${flag}: write --name=value`);
    return translate(value);
  });
}

const option = (text: string): readonly string[] => ["--opt", text];

const translations: Readonly<Record<string, (value: string) => readonly string[]>> = {
  "--build-arg": (value) => option(`build-arg:${value}`),
  "--target": (value) => option(`target=${value}`),
  "--label": (value) => option(`label:${value}`),
  "--platform": (value) => option(`platform=${value}`),
  "--network": (value) => option(`force-network-mode=${value}`),
  "--add-host": (value) => option(`add-hosts=${value.replace(":", "=")}`),
  "--shm-size": (value) => option(`shm-size=${value}`),
  "--ulimit": (value) => option(`ulimit=${value}`),
  "--file": (value) => option(`filename=${value.replace(/^.*\/context\//, "")}`),
  "--secret": (value) => ["--secret", value],
  "--ssh": (value) => ["--ssh", value],
  "--build-context": (value) => {
    const [name = "", place = ""] = [value.slice(0, value.indexOf("=")), value.slice(value.indexOf("=") + 1)];
    if (place.includes("://")) return option(`context:${name}=${place}`);
    return ["--local", `${name}=${place}`, ...option(`context:${name}=local:${name}`)];
  },
};
