// node plain-server.native.ts <folder>: what a careful programmer writes in an afternoon. Fastify over SQLite FULL; prints its port.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import Fastify from 'fastify';
import { WireRecord } from '#shared/wire/record.ts';

const [folder = '.'] = process.argv.slice(2);
const database = new Database(join(folder, 'plain.db'));
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.exec(
  'create table records (id text primary key, device_id text not null, seq integer not null, body text not null) strict',
);
const insert = database.prepare('insert into records values (?, ?, ?, ?) on conflict do nothing');
const Posted = WireRecord.omit({ sha256: true });
const putAll = database.transaction((lines: readonly string[]) => {
  for (const line of lines) {
    const { id, deviceId, seq } = Posted.parse(JSON.parse(line));
    insert.run(id, deviceId, seq, line);
  }
});

const server = Fastify({ bodyLimit: 64 * 1024 * 1024 });
server.removeAllContentTypeParsers();
server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
server.route({
  method: ['PUT', 'POST'],
  url: '/records/*',
  handler: async (request) => {
    const lines = String(request.body).split('\n');
    putAll.immediate(lines);
    return { taken: lines.length };
  },
});
await server.listen({ port: 0, host: '127.0.0.1' });
const address = server.server.address();
if (address !== null && typeof address !== 'string') console.log(address.port);
