import { z } from 'zod';
import { ApiKey } from '#shared/wire/api-key.ts';
import { Scope } from '#shared/wire/scope.ts';
import type { HubDatabase, Queries } from '../database/database.ts';
import { jsonColumn } from '../database/json-column.ts';

const COLUMNS = `id, name, starts_with "startsWith", scopes, sites, requests_per_minute "requestsPerMinute",
  created_at "createdAt", created_by "createdBy", expires_at "expiresAt", revoked_at "revokedAt", last_used_at "lastUsedAt"`;

const Stored = ApiKey.extend({ scopes: jsonColumn(z.array(Scope)), sites: jsonColumn(z.array(z.string())).nullable() });

/** Keys of other programs. Of a key only its SHA-256 is kept. */
export interface ApiKeyStore {
  /** The newest first. */
  list(): Promise<ApiKey[]>;
  findByHash(sha256: string): Promise<ApiKey | null>;
  add(queries: Queries, key: Omit<ApiKey, 'revokedAt' | 'lastUsedAt'>, sha256: string): Promise<void>;
  /** @returns false when there is no such key, or it was revoked before */
  revoke(queries: Queries, id: string, at: string): Promise<boolean>;
  touch(id: string, at: string): Promise<void>;
}

/** API keys in the hub's database. */
export function createApiKeyStore(database: HubDatabase): ApiKeyStore {
  return {
    list: async () =>
      (await database.all(`select ${COLUMNS} from api_keys order by created_at desc, id desc`)).map((row) =>
        Stored.parse(row),
      ),
    findByHash: async (sha256) => {
      const row = await database.get(`select ${COLUMNS} from api_keys where key_sha256 = ?`, sha256);
      return row === undefined ? null : Stored.parse(row);
    },
    add: async (queries, key, sha256) => {
      await queries.run(
        `insert into api_keys (id, name, starts_with, key_sha256, scopes, sites, requests_per_minute, created_at, created_by, expires_at)
          values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        key.id,
        key.name,
        key.startsWith,
        sha256,
        JSON.stringify(key.scopes),
        key.sites === null ? null : JSON.stringify(key.sites),
        key.requestsPerMinute,
        key.createdAt,
        key.createdBy,
        key.expiresAt,
      );
    },
    revoke: async (queries, id, at) =>
      (await queries.run('update api_keys set revoked_at = ? where id = ? and revoked_at is null', at, id)) === 1,
    touch: async (id, at) => {
      await database.run('update api_keys set last_used_at = ? where id = ?', at, id);
    },
  };
}
