import ipaddr from 'ipaddr.js';

/** Ranges nobody outside may make us reach: loopback, private, link-local, carrier NAT, multicast, documentation, metadata. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast';
}

/**
 * KINORA_PRIVATE_HOSTS: host names, addresses or CIDR ranges the operator allows although they are private.
 * `*` allows every private address.
 */
export function createPrivateHostRule(entries: readonly string[]): (host: string, address: string) => boolean {
  const ranges = entries.filter((entry) => entry.includes('/')).map((entry) => ipaddr.parseCIDR(entry));
  const names = new Set(entries.filter((entry) => !entry.includes('/')).map((entry) => entry.toLowerCase()));
  return (host, address) => {
    if (names.has('*') || names.has(host.toLowerCase()) || names.has(address)) return true;
    const parsed = ipaddr.process(address);
    return ranges.some(([base, bits]) => base.kind() === parsed.kind() && parsed.match(base, bits));
  };
}
