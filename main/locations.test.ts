import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultDataDirectory, locate } from './locations.ts';

test('unbuilt code finds the project, its data and the sources of the children', () => {
  const places = locate();
  expect(existsSync(join(places.projectDirectory, 'package.json'))).toBe(true);
  expect(places.resourcesDirectory).toBe(join(places.projectDirectory, 'resources'));
  expect(places.modelsDirectory).toBe(join(places.projectDirectory, 'models'));
  expect(existsSync(places.analystFile)).toBe(true);
  expect(existsSync(places.transcriberFile)).toBe(true);
});

test('a packed program finds its data beside its archive', () => {
  const packed = mkdtempSync(join(tmpdir(), 'anteroom-packed-'));
  const program = join(packed, 'app.asar', 'out', 'chunks');
  mkdirSync(program, { recursive: true });
  writeFileSync(join(packed, 'app.asar', 'package.json'), '{}');
  const places = locate(program);
  rmSync(packed, { recursive: true });
  expect(places.projectDirectory).toBe(join(packed, 'app.asar'));
  expect(places.resourcesDirectory).toBe(join(packed, 'resources'));
  expect(places.modelsDirectory).toBe(join(packed, 'models'));
  expect(places.pageDirectory).toBe(join(packed, 'app.asar', 'out', 'renderer'));
});

test('data lies where each operating system keeps application data', () => {
  const home = homedir();
  expect(defaultDataDirectory({}, 'linux')).toBe(join(home, '.local/share/anteroom'));
  expect(defaultDataDirectory({ XDG_DATA_HOME: '/srv/data' }, 'linux')).toBe('/srv/data/anteroom');
  expect(defaultDataDirectory({ XDG_DATA_HOME: 'relative' }, 'linux')).toBe(join(home, '.local/share/anteroom'));
  expect(defaultDataDirectory({ APPDATA: '/Roaming' }, 'win32')).toBe(join('/Roaming', 'anteroom'));
  expect(defaultDataDirectory({}, 'darwin')).toBe(join(home, 'Library/Application Support/anteroom'));
});
