/**
 * What the command line gives to RUNs that ask for it by name: secrets, read when they are needed, and the
 * sockets of SSH agents on the host.
 */
export interface Given {
  readonly secrets: ReadonlyMap<string, () => Promise<Uint8Array>>;
  readonly agents: ReadonlyMap<string, string>;
}
