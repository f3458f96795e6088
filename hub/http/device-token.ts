import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { healthProofText } from '#shared/wire/health.ts';
import { SCOPES } from '#shared/wire/scope.ts';
import type { Authenticate, Caller } from './caller.ts';

/** The token of the folder: may do everything. It is what a hub of a single site needs, and where a fleet starts from. */
export function installationCaller(token: string): Authenticate {
  const caller: Caller = {
    kind: 'installation',
    id: 'installation',
    name: 'installation',
    scopes: new Set(SCOPES),
    sites: null,
  };
  return async (request) => (isAuthorized(request.headers.authorization, token) ? caller : null);
}

/** Whether an `Authorization` header carries the token; the time taken does not depend on where they differ. */
function isAuthorized(header: string | undefined, token: string): boolean {
  const given = /^Bearer (\S+)$/i.exec(header ?? '')?.[1] ?? '';
  return timingSafeEqual(digest(given), digest(token));
}

/** Proof that this hub knows the device token, without either side sending it. */
export function healthProof(challenge: string, token: string): string {
  return createHmac('sha256', token).update(healthProofText(challenge)).digest('hex');
}

/** The token kept in `<directory>/token` (mode 0600), made on first use: 32 random bytes, base64url. */
export async function loadDeviceToken(directory: string): Promise<string> {
  const path = join(directory, 'token');
  const kept = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  if (kept.trim() !== '') return kept.trim();
  const token = randomBytes(32).toString('base64url');
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(`${token}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return token;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
