import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PUBLISHED } from '#shared/wire/publication.ts';
import { readPublication } from './read-publication.ts';

const RESOURCES = new URL('../../../../resources/', import.meta.url);
const shipped = ['jobs', 'packs'].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, RESOURCES)).map((file) => `${folder}/${file}`),
);

test.each(shipped)('%s is read as what it is, and is good for the hub', (file) => {
  const read = readPublication(readFileSync(new URL(file, RESOURCES), 'utf8'));
  if (!read.isReadable) throw new Error(read.reason);
  expect(read).toMatchObject({ kind: file.startsWith('jobs') ? 'job' : 'pack', id: /\/(.*)\.yaml/.exec(file)?.[1] });
  // as it arrives: through JSON, which knows no numbers as names
  expect(PUBLISHED[read.kind].safeParse(JSON.parse(JSON.stringify(read.body))).success).toBe(true);
  expect(readPublication(JSON.stringify(read.body))).toMatchObject({ isReadable: true, id: read.id });
});

test('what is no file of ours is told with its line', () => {
  expect(readPublication('id: a\ntitle: {en: x\nitems: 3')).toMatchObject({ reason: 'syntax', line: 3 });
  expect(readPublication('just words')).toMatchObject({ reason: 'no_head' });
  expect(readPublication('id: a\ntitle: {en: only English}')).toMatchObject({ reason: 'no_head' });
});
