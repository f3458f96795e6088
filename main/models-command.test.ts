import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CATALOG, FILES, makePlaces, someBytes, writeFiles } from '#tests/models/small-models.ts';
import { modelsCommand } from './models-command.ts';
import type { ModelRow } from './models-report.ts';
import type { ModelGauges } from './models/ports.ts';

let places: Awaited<ReturnType<typeof makePlaces>>;
let data: string;
let gauges: ModelGauges;
beforeEach(async () => {
  places = await makePlaces();
  data = join(places.storeDirectory, '..');
  gauges = { measureRtf: () => Promise.resolve(0.125), calibrate: () => Promise.resolve(null) };
});
afterEach(() => places.remove());

/** Runs `anteroom models …` and gives back what a shell would see. */
async function anteroomModels(...words: string[]): Promise<{ code: number; text: string; progress: string }> {
  let code = -1;
  let text = '';
  let progress = '';
  const command = modelsCommand({
    fromCaller: (path) => path,
    gauges,
    print: (line) => (text += `${line}\n`),
    complain: (line) => (text += `${line}\n`),
    writeProgress: (line) => (progress += line),
    isTerminal: false,
    shippedDirectory: places.shippedDirectory,
    exit: (given) => (code = given),
    abort: (given) => {
      throw new Error(`abort ${given}`);
    },
  });
  const [name, ...rest] = words;
  for (const each of [command, ...command.commands])
    each.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  try {
    await command.parseAsync([name ?? '', ...rest, ...(name === undefined ? [] : ['--data', data])], { from: 'user' });
  } catch (error) {
    const aborted = /^abort (\d)$/.exec(error instanceof Error ? error.message : '');
    if (aborted === null) throw error;
    code = Number(aborted[1]);
  }
  return { code, text, progress };
}

const rowsOf = async () => JSON.parse((await anteroomModels('list', '--json')).text) as ModelRow[];

test('the list says of every model what it is for, how it stands, on which terms and what is lost without it', async () => {
  const { code, text } = await anteroomModels('list');
  expect(code).toBe(0);
  expect(text).toMatch(/^big +speech recognition +zh en +not installed +0\.3 MB$/m);
  expect(text).toMatch(
    /Without it: spoken answers in Chinese and English are not transcribed; a person listens to them\./,
  );
  expect(text).toMatch(/hashes not known to us: recorded at import, with --trust, and checked from then on/);
  expect(text).toMatch(/Terms: MIT\. Free to use\./);
  expect(text).toMatch(/^shipped +voice activity +any +with the program/m);
});

test('import from a ZIP: installed, measured, listed; again: nothing to do', async () => {
  const zip = join(places.brought, 'm.zip');
  await writeFile(zip, zipSync({ ...FILES.big, 'notes.txt': someBytes(1, 10) }));
  const first = await anteroomModels('import', zip);
  expect(first.code).toBe(0);
  expect(first.text).toMatch(/big is installed\. Terms: MIT\. Free to use\. \(Somebody\)/);
  expect(first.text).toMatch(/Speed here: 0\.125 s of computing per second of speech\./);
  expect(first.text).toMatch(/Left aside: notes\.txt\./);
  expect(first.progress).toMatch(/big: tokens\.txt, 0\.3 MB of 0\.3 MB\n$/);

  const big = (await rowsOf()).find(({ id }) => id === 'big');
  expect(big).toMatchObject({
    state: 'installed',
    usedFor: ['zh-CN', 'en'],
    measuredRtf: 0.125,
    sizeBytes: 302_000,
    hashes: 'catalogue',
  });
  expect((await anteroomModels('import', zip)).text).toMatch(/big is here already, byte for byte\./);
});

test('a model that cannot be measured is installed all the same, and it is said why', async () => {
  await writeFiles(places.brought, FILES.big);
  gauges = { ...gauges, measureRtf: () => Promise.reject(new Error('the transcriber ended (SIGABRT)')) };
  const { code, text } = await anteroomModels('import', places.brought);
  expect(code).toBe(0);
  expect(text).toMatch(/Its speed on this kiosk could not be measured: the transcriber ended \(SIGABRT\)\./);
  expect((await rowsOf()).find(({ id }) => id === 'big')).toMatchObject({ state: 'installed', measuredRtf: null });
});

test('fetch from a folder of the network', async () => {
  const server = createServer((request, response) => {
    const bytes = { ...FILES.small }[(request.url ?? '').slice('/shelf/'.length)];
    if (bytes === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const from = `http://127.0.0.1:${(server.address() as AddressInfo).port}/shelf`;
  try {
    expect((await anteroomModels('fetch', 'small', '--from', from)).text).toMatch(/small is installed/);
    expect(await anteroomModels('fetch', 'small', '--from', from)).toMatchObject({
      code: 0,
      text: 'small is here already, byte for byte.\n',
    });
    expect(await anteroomModels('fetch', 'big', '--from', `${from}/none`)).toMatchObject({
      code: 2,
      text: expect.stringMatching(/answers 404/),
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('verify reads every byte: 0 when all is right, 1 with a sentence when a byte or a file is wrong', async () => {
  await writeFiles(places.brought, { ...FILES.big });
  await anteroomModels('import', places.brought);
  await writeFiles(join(places.storeDirectory, 'left-over'), {});
  const sound = await anteroomModels('verify');
  expect(sound).toMatchObject({ code: 0, text: expect.stringMatching(/^big +ok$/m) });
  expect(sound.text).toMatch(/left-over in .* is no model; it is not used\./);

  const changed = Buffer.from(FILES.big['model.int8.onnx']);
  changed.writeUInt8(changed.readUInt8(7) ^ 1, 7);
  await writeFile(join(places.storeDirectory, 'big', 'model.int8.onnx'), changed);
  const wrong = await anteroomModels('verify', 'big');
  expect(wrong.code).toBe(1);
  expect(wrong.text).toMatch(
    /big +NOT SOUND\n {4}model\.int8\.onnx: its bytes have changed since it was installed\. Remove the model and import it again\./,
  );

  await writeFile(join(places.storeDirectory, 'big', 'tokens.txt'), 'short');
  expect((await anteroomModels('verify')).text).toMatch(/tokens\.txt has 5 bytes instead of 2000/);
  expect((await rowsOf()).find(({ id }) => id === 'big')).toMatchObject({ state: 'unusable', usedFor: [] });
});

test('remove asks for --yes and says what is lost', async () => {
  await writeFiles(places.brought, FILES.big);
  await anteroomModels('import', places.brought);
  expect(await anteroomModels('remove', 'big')).toEqual({
    code: 2,
    text: 'Without big, spoken answers in Chinese and English are not transcribed; a person listens to them. To take it away, call this again with --yes.\n',
    progress: '',
  });
  expect(await anteroomModels('remove', 'big', '--yes')).toMatchObject({ code: 0, text: 'big is gone.\n' });
  expect((await rowsOf()).find(({ id }) => id === 'big')).toMatchObject({ state: 'absent' });
});

test('files nobody has measured: refused, then taken with --trust and listed as recorded', async () => {
  await writeFiles(places.brought, FILES.unknown);
  expect(await anteroomModels('import', places.brought)).toMatchObject({
    code: 2,
    text: expect.stringMatching(/call this again with --trust/),
  });
  expect(await anteroomModels('import', places.brought, '--trust')).toMatchObject({ code: 0 });
  expect((await rowsOf()).find(({ id }) => id === 'unknown')).toMatchObject({
    state: 'installed',
    hashes: 'recorded',
    sizeBytes: 2_400,
  });
});

test.each([
  [['import', '/nowhere/at/all'], /is not there\. Check the path/],
  [['fetch', 'nothing'], /There is no model "nothing" to fetch/],
  [['verify', 'nothing'], /There is no model "nothing"/],
  [['verify', 'big'], /big is not installed; there is nothing to check/],
  [['remove', 'nothing', '--yes'], /There is no model "nothing"/],
  [['remove', 'shipped', '--yes'], /is part of the program/],
])('%j is a sentence and exit code 2', async (words, sentence) => {
  expect(await anteroomModels(...words)).toMatchObject({ code: 2, text: expect.stringMatching(sentence) });
});

test.each([[['dance']], [['import']], [['fetch', 'big', '--from', 'ftp://x/']], [['list', '--jason']], [[]]])(
  'words that cannot be read (%j) are exit code 2',
  async (words) => {
    expect((await anteroomModels(...words)).code).toBe(2);
  },
);

test('wrong bytes are exit code 1; a catalogue that cannot be read is a sentence', async () => {
  await writeFiles(places.brought, { ...FILES.big, 'tokens.txt': someBytes(9, 2_000) });
  expect((await anteroomModels('import', places.brought)).code).toBe(1);
  await writeFile(join(places.shippedDirectory, 'catalog.json'), '{}');
  expect(await anteroomModels('list')).toMatchObject({
    code: 2,
    text: expect.stringMatching(/Install the program again/),
  });
  expect(CATALOG.models).toHaveLength(4);
});
