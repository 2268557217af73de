import type { Location } from "../../errors.ts";
import type { CopySource } from "./plan.ts";

interface Common {
  /** Absolute and clean. */
  readonly target: string;
  readonly where: Location;
}

interface Owned {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export interface BindPlan extends Common {
  readonly type: "bind";
  readonly from: CopySource;
  /** As written. */
  readonly source: string;
  readonly readOnly: boolean;
}

export interface CachePlan extends Common {
  readonly type: "cache";
  /** With its name space (--build-arg BUILDKIT_CACHE_MOUNT_NS) in front. */
  readonly id: string;
  readonly sharing: "shared" | "private" | "locked";
  readonly from: CopySource;
  readonly source: string;
  readonly readOnly: boolean;
  /** undefined where none of the three is given: such a cache is another one than 0755, 0, 0. */
  readonly owner: Owned | undefined;
}

export interface TmpfsPlan extends Common {
  readonly type: "tmpfs";
  readonly size: number;
  readonly readOnly: boolean;
}

export interface SecretPlan extends Common, Owned {
  readonly type: "secret";
  readonly id: string;
  readonly required: boolean;
}

export interface SshPlan extends Common, Owned {
  readonly type: "ssh";
  readonly id: string;
  readonly required: boolean;
}

/** A secret that a RUN gets as a variable; "" where it is neither given nor required. */
export interface SecretEnvPlan {
  readonly id: string;
  readonly name: string;
  readonly required: boolean;
  readonly where: Location;
}

/** RUN --mount with its defaults filled in. */
export type MountPlan = BindPlan | CachePlan | TmpfsPlan | SecretPlan | SshPlan;
