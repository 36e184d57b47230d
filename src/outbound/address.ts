import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { type Detail, told } from '../core/detail.ts';

/** Everything that is not the public internet (IANA special-purpose registries, IPv4 and IPv6). */
const special = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  special.addSubnet(network, bits, 'ipv4');
}
const publicV6 = new BlockList();
publicV6.addSubnet('2000::', 3, 'ipv6');
// Tunnels and translations inside the global range carry an IPv4 address we would not see.
const tunnelsV6 = new BlockList();
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  tunnelsV6.addSubnet(network, bits, 'ipv6');
}

/** True for an address on the public internet; loopback, private, link-local and mapped ones are not. */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const family = isIP(plain);
  if (family === 4) return !special.check(plain, 'ipv4');
  if (family !== 6) return false;
  return publicV6.check(plain, 'ipv6') && !tunnelsV6.check(plain, 'ipv6');
}

export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  readonly detail: Detail;

  constructor(code: 'address_not_public' | 'address_not_allowed', host: string) {
    super(code);
    this.detail = told(code, { host });
  }
}

/**
 * A look-up made at connect time: every address of the answer must be public, and the connection
 * goes to the addresses checked, so an answer that changes between two look-ups gains nothing.
 */
export function guardedLookup(allowPrivate: boolean): LookupFunction {
  return function lookupChecked(hostname, options, callback) {
    systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const first = addresses[0];
      const bad = addresses.find(({ address }) => !allowPrivate && !isPublicAddress(address));
      if (bad || !first) {
        return callback(new AddressRefused('address_not_public', hostname), '', 0);
      }
      if (options.all) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}

/** An address written into the URL never meets the look-up: it is checked here. */
export function refusalOfHost(
  host: string,
  rules: { allowPrivate: boolean; allowHosts?: readonly string[] | undefined },
): AddressRefused | undefined {
  const plain = host.replace(/^\[|\]$/g, '');
  if (rules.allowHosts && !rules.allowHosts.includes(plain)) {
    return new AddressRefused('address_not_allowed', plain);
  }
  if (!rules.allowPrivate && isIP(plain) !== 0 && !isPublicAddress(plain)) {
    return new AddressRefused('address_not_public', plain);
  }
  return undefined;
}
