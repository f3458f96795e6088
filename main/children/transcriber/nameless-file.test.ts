import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createNamelessFile } from './nameless-file.ts';

let dir: string;
let memory: string;
let cache: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'nameless-'));
  memory = join(dir, 'memory');
  cache = join(dir, 'cache');
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test('it can be opened by its number, written to by that, and stands in no folder', async () => {
  await mkdir(memory);
  using file = createNamelessFile(cache, 'what was said', memory);
  expect(await readdir(memory)).toEqual([]);
  const opened = `/proc/self/fd/${file.fd}`;
  expect(await readFile(opened, 'utf8')).toBe('what was said');
  using answer = createNamelessFile(cache, '', memory);
  await writeFile(`/proc/self/fd/${answer.fd}`, 'word by word');
  expect(answer.text()).toBe('word by word');
});

test('without a folder in memory it is made in the cache, and stands there in no list either', async () => {
  await mkdir(cache);
  using file = createNamelessFile(cache, new Uint8Array([1, 2]), memory);
  expect(await readdir(cache)).toEqual([]);
  expect(await readFile(`/proc/self/fd/${file.fd}`)).toEqual(Buffer.from([1, 2]));
});

test('with neither, it is a named failure', () => {
  expect(() => createNamelessFile(cache, '', memory)).toThrow(
    expect.objectContaining({ code: 'recogniser_failed', message: expect.stringContaining('ENOENT, ENOENT') }),
  );
});
