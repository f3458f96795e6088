import { describe, inject } from 'vitest';
import { emptySchema } from '../database/postgres-schema.fake.ts';
import { storedSecretsConformance } from './stored-secrets.conformance.ts';

const serverUrl = inject('postgresUrl');

describe.skipIf(serverUrl === null)('over PostgreSQL', () => {
  storedSecretsConformance('PostgreSQL', {
    databaseUrl: () => emptySchema(serverUrl ?? ''),
    bytesOf: async (_dataDir, database) =>
      Buffer.from(
        JSON.stringify([
          await database.all('select * from hub_settings'),
          await database.all('select * from partners'),
        ]),
      ),
  });
});
