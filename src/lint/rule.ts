import type { Location } from "../errors.ts";
import type { Word } from "../dockerfile/syntax.ts";
import type { Subject } from "./subject.ts";

/** `error`: the image cannot work as it is meant, or gives a secret away. `warning`: it works, and could be better. */
export type Severity = "error" | "warning";

/** A rule is data: what it finds, why that matters, what to do, and the function that looks. */
export interface Rule {
  /** What `# check=skip=` and `djib help` call it; docker's rules have docker's names. */
  readonly name: string;
  readonly source: "docker" | "djib";
  readonly severity: Severity;
  /** One line. For docker's rules BuildKit's own description (linter/ruleset.go). */
  readonly about: string;
  readonly why: string;
  readonly fix: string;
  /** Docker's page; our own pages are docs/rules/. */
  readonly url?: string;
  /** Off unless `# check=experimental=` names it. */
  readonly experimental?: boolean;
  /** `build`: a build tells of it too. `check`: `djib check` alone. */
  readonly told: "build" | "check";
  /** In the order of the file. Says nothing where it cannot be sure. */
  check(subject: Subject): Iterable<Found> | AsyncIterable<Found>;
}

/** What a rule found at one place. */
export interface Found {
  /** One line. For docker's rules BuildKit's own text. */
  readonly message: string;
  /** The word that is meant. */
  readonly where: Location;
  /** The whole instruction, whose lines docker shows; `where` where there is none. */
  readonly lines?: Location | undefined;
  /** The comments that may silence it: those above the instruction. */
  readonly comments?: readonly Word[] | undefined;
  /** The next action at this very place, where it is more than the rule's `fix`. */
  readonly help?: string | undefined;
  /** Further places that belong to it. */
  readonly also?: readonly { readonly where: Location; readonly note: string }[] | undefined;
  /** Where it differs from the rule's. */
  readonly severity?: Severity | undefined;
}

export interface Finding extends Found {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly lines: Location;
}
