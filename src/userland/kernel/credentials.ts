/** Whom a process acts for. Real, effective and saved ids are one: no program here has use for more. */
export interface Credentials {
  readonly uid: number;
  readonly gid: number;
  /** Supplementary groups. */
  readonly groups: readonly number[];
}

export const isRoot = ({ uid }: Credentials): boolean => uid === 0;
export const isIn = ({ gid, groups }: Credentials, group: number): boolean => gid === group || groups.includes(group);

/** The superuser with no further groups. */
export const root: Credentials = { uid: 0, gid: 0, groups: [0] };
