import type { Child } from "../../kernel/process.ts";

/** A command in the background. */
export interface Job {
  readonly number: number;
  /** Of its last process. */
  readonly id: number;
  /** Of all of them. */
  readonly ids: readonly number[];
  /** Once it has ended. */
  status: number | undefined;
  /** The shell knows that it has ended. */
  reaped: boolean;
  /** Somebody asked for its status: it is forgotten when the next one begins. */
  waited: boolean;
  /** The signal that ended its last process. */
  readonly killedBy: number | undefined;
  readonly ended: Promise<number>;
}

/** Commands in the background of one shell; a subshell begins with none. */
export class Jobs {
  /** `$!` */
  last: number | undefined;
  #jobs: Job[] = [];

  constructor(last?: number) {
    this.last = last;
  }

  add(processes: readonly Child[]): Job {
    const last = processes.at(-1)!;
    const ended = Promise.all(processes.map((process) => process.ended)).then((statuses) => {
      job.status = statuses.at(-1)!;
      return job.status;
    });
    // A failure ends the whole machine: nobody has to wait for the job to learn of it.
    ended.catch(() => undefined);
    let number = 1;
    while (this.#jobs.some((job) => job.number === number)) number++;
    const ids = processes.map(({ id }) => id);
    const job: Job = {
      ...{ number, id: last.id, ids, status: undefined, ended, reaped: false, waited: false },
      get killedBy() {
        return last.killedBy;
      },
    };
    this.#jobs.push(job);
    this.last = last.id;
    return job;
  }

  /** Newest first. */
  all(): readonly Job[] {
    return this.#jobs.toReversed();
  }

  byId(id: number): Job | undefined {
    return this.#jobs.find((job) => job.id === id);
  }

  /** Whatever has ended by now is known to have (wait(2)). */
  reap(): void {
    for (const job of this.#jobs) if (job.status !== undefined) job.reaped = true;
  }

  /** A command begins: the first job that was waited for makes room (dash: makejob()). */
  makeRoom(): void {
    if (this.#jobs.length === 0) return;
    const done = this.#jobs.filter(({ waited, reaped }) => waited && reaped);
    const [first] = done.sort((left, right) => left.number - right.number);
    if (first !== undefined) this.remove(first);
  }

  /** Nobody has waited for it yet: its number still means it. */
  ended(id: number): boolean {
    return this.#jobs.some((job) => job.ids.includes(id) && job.status !== undefined);
  }

  remove(job: Job): void {
    this.#jobs = this.#jobs.filter((each) => each !== job);
  }
}
