import { z } from 'zod';
import { Scope } from './scope.ts';

export const DEFAULT_REQUESTS_PER_MINUTE = 600;

/** A key of another program; the key itself is never told again. */
export const ApiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    /** The first signs of the key, to tell keys apart. */
    startsWith: z.string(),
    scopes: z.array(Scope),
    /** Null: all sites. */
    sites: z.array(z.string()).nullable(),
    requestsPerMinute: z.int().positive(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    expiresAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
    /** To the minute. */
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;

/** Body of `GET /v1/api-keys`, the newest first. */
export const ApiKeyList = z.object({ keys: z.array(ApiKey) });

/** Scopes a key may have: people are managed by people. */
export const KeyScope = Scope.exclude(['people:read', 'people:write']);

/** Body of `POST /v1/api-keys`. */
export const NewApiKey = z.strictObject({
  name: z.string().trim().min(1).max(80),
  scopes: z
    .array(KeyScope)
    .min(1)
    .transform((scopes) => [...new Set(scopes)]),
  sites: z.array(z.string().trim().min(1).max(80)).min(1).max(500).nullable().default(null),
  /** Null: until it is revoked. */
  expiresAt: z.iso.datetime().nullable().default(null),
  requestsPerMinute: z.int().min(1).max(60_000).default(DEFAULT_REQUESTS_PER_MINUTE),
});
export type NewApiKey = z.infer<typeof NewApiKey>;

/** Answer of `POST /v1/api-keys`; `key` is shown this once. */
export const MadeApiKey = z.object({ key: z.string(), apiKey: ApiKey });
export type MadeApiKey = z.infer<typeof MadeApiKey>;
