import { lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isLoopback, isPrivate } from './analysis/probe-model/private-address.ts';

/** Addresses of a host name. */
export type Lookup = (hostname: string) => Promise<readonly { address: string }[]>;

/** A save does not hang on a name server that never answers. */
const LOOKUP_MS = 2000;

const resolveAll: Lookup = (hostname) => systemLookup(hostname, { all: true });

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

function isThisMachine(host: string): boolean {
  return host === 'localhost' || (isIP(host) !== 0 && isLoopback(host));
}

/** What a name stands for at the moment; nothing when nobody can tell, as on a kiosk that is set up before its network is. */
async function addressesOf(host: string, lookup: Lookup): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  const waiting = Promise.withResolvers<readonly { address: string }[]>();
  const timer = setTimeout(() => waiting.resolve([]), LOOKUP_MS);
  const found = lookup(host).catch(() => []);
  try {
    return (await Promise.race([found, waiting.promise])).map(({ address }) => address);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Why head office's address cannot be used; null when nobody on the way can read along: TLS, or a hub on this very machine. The
 * consent text promises it.
 */
export function hubRefusal(address: string): string | null {
  const url = new URL(address);
  return url.protocol === 'https:' || isThisMachine(hostOf(url)) ? null : 'https is needed beyond this machine';
}

/**
 * Why the address of the follow-up model cannot be used; null when it can. The rules are those of every question to the model,
 * which looks the name up anew: a name that stands for nothing yet may be saved.
 */
export async function probeModelRefusal(address: string, lookup: Lookup = resolveAll): Promise<string | null> {
  const url = new URL(address);
  const host = hostOf(url);
  const addresses = await addressesOf(host, lookup);
  if (addresses.some((each) => !isPrivate(each))) return 'it is outside this machine and its network';
  const isOwn = addresses.length === 0 ? isThisMachine(host) : addresses.every(isLoopback);
  return url.protocol === 'https:' || isOwn ? null : 'https is needed beyond this machine';
}
