import { join } from 'node:path';
import type { HubDatabase } from './database.ts';
import { openPostgresDatabase } from './postgres-database.ts';
import { openSqliteDatabase } from './sqlite-database.native.ts';

/** The database the hub was told to use: a PostgreSQL server by its URL, otherwise `hub.db` in its folder. */
export async function openDatabase(dataDir: string, databaseUrl: string | undefined): Promise<HubDatabase> {
  return databaseUrl === undefined ? openSqliteDatabase(join(dataDir, 'hub.db')) : openPostgresDatabase(databaseUrl);
}
