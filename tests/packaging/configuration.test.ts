import { createRequire } from 'node:module';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

test('no package puts an entry into a menu that would start one version past the launcher', async () => {
  expect(configuration.linux?.desktop?.entry).toEqual({ NoDisplay: 'true' });
  expect(configuration.nsis?.createStartMenuShortcut).toBe(false);
  expect(configuration.nsis?.createDesktopShortcut).toBe(false);
  expect(configuration.nsis?.runAfterFinish).toBe(false);
  // what electron-builder makes of it; the launcher is not to be named there: it refuses any Exec of ours
  const { LinuxTargetHelper } = require('app-builder-lib/out/targets/LinuxTargetHelper') as {
    LinuxTargetHelper: new (packager: object) => {
      computeDesktopEntry(options: object, exec: string): Promise<string>;
    };
  };
  const helper = new LinuxTargetHelper({
    appInfo: { productName: 'Anteroom', sanitizedProductName: 'Anteroom' },
    executableName: 'anteroom',
    info: { metadata: {} },
    config: {},
    platformSpecificBuildOptions: {},
    fileAssociations: [],
  });
  const entryOf = (desktop: object | null | undefined) =>
    helper.computeDesktopEntry({ ...configuration.linux, desktop }, '/opt/Anteroom/anteroom');
  expect(await entryOf(configuration.linux?.desktop)).toMatch(/^NoDisplay=true$/m);
  expect(await entryOf(undefined)).not.toContain('NoDisplay');
  expect(() => entryOf({ entry: { Exec: '/opt/anteroom/anteroom-launcher.sh' } })).toThrow('linux.executableName');
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

test("without Electron's program nothing is packed, and a sentence says what to do", () => {
  const hasProgram = existsSync(join(root, 'node_modules', 'electron', 'path.txt'));
  if (hasProgram) {
    console.log("Skipped: Electron's program is on this computer.");
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'anteroom-dist-'));
  const out = join(folder, 'release');
  const dist = spawnSync(process.execPath, [join(root, 'scripts', 'dist.ts'), '--out', out], {
    // nothing listens there, and nothing was fetched before
    env: { ...process.env, ELECTRON_MIRROR: 'http://127.0.0.1:9/', electron_config_cache: folder },
    encoding: 'utf8',
  });
  expect(dist.status).toBe(1);
  expect(dist.stderr).toContain('Nothing was packed');
  expect(dist.stderr).toContain('ELECTRON_MIRROR');
  expect(existsSync(out)).toBe(false);
  rmSync(folder, { recursive: true });
});
