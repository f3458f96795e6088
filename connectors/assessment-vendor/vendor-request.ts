import { createHash, timingSafeEqual } from 'node:crypto';

/** A request of a recruiting system, as the route that carries it hands it over. */
export type VendorRequest = {
  /** Value of the `Authorization` header. */
  readonly authorization: string | undefined;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON; undefined where there was none. */
  readonly body: unknown;
};

export type VendorAnswer = { readonly status: number; readonly body: unknown };

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** HTTP Basic with the key as user name and no password, as Greenhouse and Ashby send it. Takes as long for any wrong key. */
export function hasKey(authorization: string | undefined, key: string): boolean {
  const [, encoded] = /^basic ([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '') ?? [];
  if (encoded === undefined || key === '') return false;
  const [user = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return timingSafeEqual(digest(user), digest(key));
}

/** The same, to be sent. */
export function basicAuthorization(key: string): string {
  return `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
}
