import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Configuration } from 'electron-builder';
import { expect, test } from 'vitest';
import { packAdditions } from '#scripts/pack-kiosk.ts';

const root = resolve(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);
/** What `electron-builder` itself calls before it packs; they have no public names. */
const { getConfig, validateConfiguration } = require('app-builder-lib/out/util/config/config') as {
  getConfig: (root: string, file: string, additions: Configuration) => Promise<Configuration>;
  validateConfiguration: (configuration: object, log: object) => Promise<void>;
};
const { DebugLogger } = require('builder-util') as { DebugLogger: new (isEnabled: boolean) => object };

const configuration = await getConfig(root, 'electron-builder.yml', packAdditions(root, new Date()));
const validate = (change: object) => validateConfiguration({ ...configuration, ...change }, new DebugLogger(false));

test('electron-builder accepts the configuration, and no word that it does not know', async () => {
  await validate({});
  await expect(validate({ apId: 'a misspelt word' })).rejects.toThrow(/apId/);
  await expect(validate({ nsis: { ...configuration.nsis, perMachin: true } })).rejects.toThrow(
    'configuration.nsis should be',
  );
});

test('the fuses are set as the design says', () => {
  expect(configuration.electronFuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
    resetAdHocDarwinSignature: true,
  });
});

test('an installer for each system, which keeps interviews when the program is removed', () => {
  const targets = ({ linux, win, mac }: Configuration) => [linux?.target, win?.target, mac?.target];
  expect(targets(configuration)).toEqual([['AppImage', 'deb'], ['nsis'], ['dmg']]);
  expect(configuration.nsis).toMatchObject({ perMachine: true, deleteAppDataOnUninstall: false });
  expect(configuration.deb?.afterRemove).toBeUndefined();
  expect(configuration.publish).toBeNull();
});

test('every file that the configuration names is there', () => {
  const { mac, win, linux, directories } = configuration;
  const resources = join(root, directories?.buildResources ?? '');
  const named = [
    join(resources, String(linux?.icon)),
    join(resources, String(win?.icon)),
    join(resources, String(mac?.icon)),
    join(root, String(mac?.entitlements)),
  ];
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});

test('macOS asks a person for camera and microphone with a reason', () => {
  const asked = configuration.mac?.extendInfo as Record<string, string>;
  expect(Object.keys(asked)).toEqual(['NSCameraUsageDescription', 'NSMicrophoneUsageDescription']);
});
