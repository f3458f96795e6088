// node pouch-server.ts <folder>: express-pouchdb over leveldb, the CouchDB-compatible server; prints its port.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const [folder = '.'] = process.argv.slice(2);
const express = require('express') as () => ((...args: unknown[]) => void) & {
  use(path: string, handler: unknown): void;
};
const PouchDB = require('pouchdb-node') as { defaults(options: { prefix: string }): unknown };
const serve = require('express-pouchdb') as (pouch: unknown, options: Record<string, unknown>) => unknown;

const app = express();
const databases = PouchDB.defaults({ prefix: `${folder}/` });
app.use('/', serve(databases, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: `${folder}/log.txt` }));
const server = createServer(app);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address !== 'string') console.log(address.port);
});
