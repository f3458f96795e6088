import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { storedSecretsConformance } from './stored-secrets.conformance.ts';

storedSecretsConformance('SQLite', {
  databaseUrl: async () => undefined,
  // file and log: nothing that was overwritten is left on a page of either
  bytesOf: async (dataDir) => {
    const names = (await readdir(dataDir)).filter((name) => name.startsWith('hub.db'));
    return Buffer.concat(await Promise.all(names.map((name) => readFile(join(dataDir, name)))));
  },
});
