import { BlockList, isIP } from "node:net";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Link-local ranges and the clouds' metadata services outside them (AWS IPv6, Alibaba, Oracle Classic). */
const internal = new BlockList();
internal.addSubnet("169.254.0.0", 16, "ipv4");
internal.addSubnet("fe80::", 10, "ipv6");
internal.addAddress("fd00:ec2::254", "ipv6");
internal.addAddress("100.100.100.200", "ipv4");
internal.addAddress("192.0.0.192", "ipv4");
internal.addSubnet("0.0.0.0", 8, "ipv4");

const metadataNames = new Set(["metadata", "metadata.google.internal", "metadata.goog", "instance-data"]);

const bare = (hostname: string): string =>
  hostname
    .replace(/^\[|\]$/g, "")
    .replace(/%.*$/, "")
    .replace(/\.$/, "")
    .toLowerCase();

function listed(list: BlockList, hostname: string): boolean {
  const address = bare(hostname);
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? "ipv6" : "ipv4");
}

/** localhost, 127.0.0.0/8, ::1. */
export const isLoopback = (hostname: string): boolean =>
  /^(?:.+\.)?localhost$/.test(bare(hostname)) || listed(loopback, hostname);

/**
 * An address that no registry may send djib to: link-local or a cloud's metadata service, as a
 * literal or a well-known name (ggcr #2292 to #2295). Names are checked again when resolved.
 */
export const isForbidden = (hostname: string): boolean =>
  metadataNames.has(bare(hostname)) || listed(internal, hostname);
