import { isIP } from 'node:net';

/** Whether an IP address is this machine's own. */
export function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./i.test(address);
}

/**
 * Whether an IP address belongs to this machine or to a private network (RFC 1918, RFC 4193, link-local). Everything else is
 * the outside world, where no answer of a candidate may go.
 */
export function isPrivate(address: string): boolean {
  const plain = address.replace(/^::ffff:/i, '');
  if (isIP(plain) === 0) return false;
  if (isLoopback(address)) return true;
  if (isIP(plain) === 4) {
    const [a = 0, b = 0] = plain.split('.').map(Number);
    return a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168) || (a === 169 && b === 254);
  }
  return /^f[cd][0-9a-f]{2}:/i.test(plain) || /^fe[89ab][0-9a-f]:/i.test(plain);
}
