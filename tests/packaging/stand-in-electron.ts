import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What Electron's program carries before its fuses; from electron/build/fuses. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES_VERSION = 1;
/** Electron 45 has nine; as it is shipped, before anybody flips one: '1' on, '0' off. */
const SHIPPED_FUSES = '101110001';

/**
 * Writes what electron-builder takes for an unpacked Electron for Linux: the files it copies and renames, and a program that
 * carries fuses and can do nothing. Shows what is packed and how fuses are set, never that Electron obeys them.
 */
export function writeStandInElectron(directory: string, version: string): void {
  for (const folder of ['resources', 'locales']) mkdirSync(join(directory, folder), { recursive: true });
  const program = Buffer.concat([
    Buffer.from('#!/bin/sh\nexit 1\n'),
    Buffer.from(SENTINEL),
    Buffer.from([FUSES_VERSION, SHIPPED_FUSES.length]),
    Buffer.from(SHIPPED_FUSES),
  ]);
  writeFileSync(join(directory, 'electron'), program, { mode: 0o755 });
  writeFileSync(join(directory, 'version'), version);
  writeFileSync(join(directory, 'LICENSE'), 'the licence of Electron');
  writeFileSync(join(directory, 'LICENSES.chromium.html'), 'the licences of Chromium');
  for (const language of ['de', 'en-US', 'fr', 'zh-CN', 'zh-TW']) {
    writeFileSync(join(directory, 'locales', `${language}.pak`), language);
  }
}
