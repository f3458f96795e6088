// node pouch-kiosk.ts <folder> <url> <stock|tuned>: replicates a PouchDB over leveldb to a CouchDB-compatible server.
import { Agent } from 'node:http';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { sampleDocument } from '../sample-records.ts';
import { offerSteps } from '../sender-steps.ts';

interface Pouch {
  put(document: object): Promise<unknown>;
  bulkDocs(documents: readonly object[]): Promise<unknown>;
  close(): Promise<void>;
  replicate: {
    to(remote: Pouch, options: { batch_size: number; batches_limit: number }): Promise<{ docs_written: number }>;
  };
}
type PouchFetch = (url: string, init: { headers: Headers; body?: unknown }) => Promise<unknown>;
const PouchDB = createRequire(import.meta.url)('pouchdb-node') as {
  new (name: string, options?: { fetch?: PouchFetch }): Pouch;
  fetch: PouchFetch;
};

const [folder = '.', url = '', mode = 'stock', fillCount = '0'] = process.argv.slice(2);
const compress = promisify(gzip);
const agent = new Agent({ keepAlive: true, maxSockets: 6 });

/** Keep-alive, and bodies by gzip: what an attentive operator would set. */
const tunedFetch: PouchFetch = async (address, init) => {
  const { headers, body } = init;
  if (typeof body !== 'string' || body.length <= 500) return PouchDB.fetch(address, { ...init, agent } as typeof init);
  headers.set('content-encoding', 'gzip');
  headers.set('content-type', 'application/json');
  return PouchDB.fetch(address, { ...init, headers, body: await compress(body), agent } as typeof init);
};

const local = new PouchDB(`${folder}/kiosk`);
if (mode === 'fill') {
  for (let from = 0; from < Number(fillCount); from += 500)
    await local.bulkDocs(
      Array.from({ length: Math.min(500, Number(fillCount) - from) }, (_, n) => sampleDocument(from + n)),
    );
  await local.close();
} else {
  const remote = new PouchDB(`${url}/records`, mode === 'tuned' ? { fetch: tunedFetch } : {});
  const replicate = async (): Promise<number> => {
    const options = { batch_size: mode === 'tuned' ? 500 : 100, batches_limit: 10 };
    return (await local.replicate.to(remote, options)).docs_written;
  };
  offerSteps({
    drain: replicate,
    sendOne: async (index) => {
      await local.put(sampleDocument(index));
      await replicate();
    },
  });
}
