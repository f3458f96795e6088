import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import type { HubDatabase } from './database.ts';
import { openPostgresDatabase } from './postgres-database.ts';

/** A URL of an empty schema of its own on a server, which costs far less than a database. */
export async function emptySchema(serverUrl: string): Promise<string> {
  const schema = `test_${randomUUID().replaceAll('-', '')}`;
  const sql = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  await sql.unsafe(`create schema ${schema}`);
  await sql.end();
  const url = new URL(serverUrl);
  url.searchParams.set('search_path', schema);
  return url.href;
}

/** A database on it, with the schema of this release. */
export async function openEmptySchema(serverUrl: string): Promise<HubDatabase> {
  return openPostgresDatabase(await emptySchema(serverUrl));
}
