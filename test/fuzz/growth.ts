/** A text that grows, and what reads it. */
export interface Shape {
  readonly name: string;
  /** The text of size n; n is its length, or in proportion to it. */
  readonly text: (n: number) => string;
  readonly read: (text: string) => unknown;
  /** The largest n that limits let through. */
  readonly most: number;
}

export interface Growth {
  readonly linear: boolean;
  /** The largest n that was measured, the seconds it took, and how many times that is of a sixteenth of it. */
  readonly n: number;
  readonly seconds: number;
  readonly times: number;
}

const steps = 16;
/** Linear work takes 16 times as long for 16 times as much, n log n at most 22 times, quadratic work 256 times. */
const tooMany = 80;

/** Lets n grow until the work takes `seconds`, or n is as large as it can be, and compares with a sixteenth of it. */
export async function measure({ text, read, most }: Shape, seconds: number): Promise<Growth> {
  let n = Math.min(64, most);
  let taken = await processorSeconds(() => read(text(n)));
  while (taken < seconds && n < most) {
    n = Math.min(n * 2, most);
    taken = await processorSeconds(() => read(text(n)));
  }
  // What all of the largest takes less than this for is no danger, and nothing that could be compared.
  if (taken < 0.02) return { linear: true, n, seconds: taken, times: 0 };
  let times = Infinity;
  for (let attempt = 0; attempt < 6 && times > tooMany; attempt++) {
    const [large, small] = [text(n), text(Math.max(1, Math.floor(n / steps)))];
    let part = Infinity;
    for (let again = 0; again < 3; again++) part = Math.min(part, await processorSeconds(() => read(small)));
    times = Math.min(times, (await processorSeconds(() => read(large))) / Math.max(part, 1e-6));
  }
  return { linear: times <= tooMany, n, seconds: taken, times: Math.round(times) };
}

/** Of the whole process: other programs on the machine do not count. */
async function processorSeconds(run: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
