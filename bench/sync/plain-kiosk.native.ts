// node plain-kiosk.native.ts <folder> <url> <put|post> | fill <count>: sends rows of a table, one by one or 200 at a time, as JSON.
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { sampleDocument } from './sample-records.ts';
import { offerSteps } from './sender-steps.ts';

const BATCH = 200;

const [folder = '.', url = '', mode = 'put', fillCount = '0'] = process.argv.slice(2);
const database = new Database(join(folder, 'kiosk.db'));
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.exec(
  'create table if not exists outbox (seq integer primary key, id text not null, body text not null) strict',
);
const insert = database.prepare<[string, string]>('insert into outbox (id, body) values (?, ?)');
const first = database.prepare<[number], { seq: number; id: string; body: string }>(
  'select * from outbox order by seq limit ?',
);
const remove = database.prepare<[number]>('delete from outbox where seq <= ?');
const agent = new Agent({ keepAlive: true, maxSockets: 4 });

function add(index: number): void {
  const { _id: id, ...record } = sampleDocument(index);
  insert.run(id, JSON.stringify({ id, ...record }));
}

function send(method: string, path: string, body: string): Promise<void> {
  const bytes = Buffer.from(body);
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': bytes.length };
    const sent = request(url + path, { method, agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () =>
        answer.statusCode === 200 ? resolve() : reject(new Error(`status ${answer.statusCode}`)),
      );
    });
    sent.on('error', reject);
    sent.end(bytes);
  });
}

async function drain(): Promise<number> {
  let count = 0;
  for (;;) {
    const rows = first.all(mode === 'put' ? 1 : BATCH);
    const last = rows.at(-1);
    if (last === undefined) return count;
    if (mode === 'put') await send('PUT', `/records/${last.id}`, last.body);
    else await send('POST', '/records/', rows.map(({ body }) => body).join('\n'));
    remove.run(last.seq);
    count += rows.length;
  }
}

if (mode === 'fill') {
  database.transaction(() => {
    for (let index = 0; index < Number(fillCount); index += 1) add(index);
  })();
  database.close();
} else {
  offerSteps({
    drain,
    sendOne: async (index) => {
      add(index);
      await drain();
    },
  });
}
