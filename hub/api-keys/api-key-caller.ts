import type { ApiKey } from '#shared/wire/api-key.ts';
import type { Authenticate } from '../http/caller.ts';
import { ProblemError } from '../http/problem.ts';
import { secretHash } from '../people/secret.ts';
import type { ApiKeyStore } from './api-key-store.ts';

/** What every key begins with, so that it is known for what it is wherever it turns up. */
export const KEY_PREFIX = 'ahk_';
/** How exactly the last use is put down. */
const TOUCH_EVERY_MS = 60_000;

function isUsable({ revokedAt, expiresAt }: ApiKey, atMs: number): boolean {
  return revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > atMs);
}

/** Recognises programs by `Authorization: Bearer ahk_…`. @throws {ProblemError} `unauthorized` for a key that is unknown, expired or revoked. */
export function apiKeyCaller(keys: ApiKeyStore, now: () => Date): Authenticate {
  return async (request) => {
    const key = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (key === undefined || !key.startsWith(KEY_PREFIX)) return null;
    const found = await keys.findByHash(secretHash(key));
    const atMs = now().getTime();
    if (found === null || !isUsable(found, atMs)) {
      throw new ProblemError('unauthorized', 'This API key is unknown, expired or revoked.');
    }
    if (found.lastUsedAt === null || atMs - Date.parse(found.lastUsedAt) > TOUCH_EVERY_MS) {
      await keys.touch(found.id, new Date(atMs).toISOString());
    }
    return {
      kind: 'api_key',
      id: found.id,
      name: found.name,
      scopes: new Set(found.scopes),
      sites: found.sites === null ? null : new Set(found.sites),
      requestsPerMinute: found.requestsPerMinute,
    };
  };
}
