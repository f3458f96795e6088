import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Display } from './display.ts';
import { SCREEN } from './display.ts';
import type { HostAddress } from './supervised-host.ts';

/** `nobody`: Chromium does not run as root with its sandbox on, and a kiosk must not run it with the sandbox off. */
const UNPRIVILEGED = 65_534;

export interface KioskBrowser {
  readonly process: ChildProcess;
  /** The end of what it wrote to standard error. */
  errors(): string;
}

/** Hands these paths to the user the browser runs as. */
function handOver(paths: readonly string[]): void {
  if (process.getuid?.() !== 0) return;
  for (const path of paths) chownSync(path, UNPRIVILEGED, UNPRIVILEGED);
}

/**
 * A fresh profile in which our own page, and no other, may use camera and microphone: a candidate must not meet a
 * permission prompt, and after a crash there is nothing to "restore".
 */
function makeProfile(home: string, name: string, origin: string): string {
  const profile = join(home, name);
  const defaults = join(profile, 'Default');
  mkdirSync(defaults, { recursive: true, mode: 0o700 });
  const allowed = { [`${origin},*`]: { setting: 1 } };
  const preferences = join(defaults, 'Preferences');
  writeFileSync(
    preferences,
    JSON.stringify({
      profile: { content_settings: { exceptions: { media_stream_camera: allowed, media_stream_mic: allowed } } },
      translate: { enabled: false },
      credentials_enable_service: false,
      autofill: { enabled: false, profile_enabled: false, credit_card_enabled: false },
    }),
  );
  handOver([profile, defaults, preferences]);
  return profile;
}

/** Opens the page full-screen. As root, the browser is handed to an unprivileged user and keeps its sandbox. */
export function openKioskBrowser(options: {
  program: string;
  home: string;
  /** Name of the profile folder, new for every window. */
  profile: string;
  address: HostAddress;
  display: Display;
  extra: readonly string[];
}): KioskBrowser {
  const { home, address, display } = options;
  const { variables } = display;
  handOver([home, ...(display.isVirtual ? [variables['XAUTHORITY'] ?? home] : [])]);
  const words = [
    '--kiosk',
    `--app=${address.url}`,
    `--user-data-dir=${makeProfile(home, options.profile, address.origin)}`,
    '--window-position=0,0',
    `--window-size=${SCREEN.width},${SCREEN.height}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-extensions',
    '--disable-sync',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-features=Translate',
    '--password-store=basic',
    '--noerrdialogs',
    // questions are read aloud before the first touch
    '--autoplay-policy=no-user-gesture-required',
    ...(process.platform === 'linux' ? ['--ozone-platform-hint=auto'] : []),
    ...options.extra,
  ];
  const { PATH, LANG = 'C.UTF-8', DBUS_SESSION_BUS_ADDRESS, PULSE_SERVER } = process.env;
  const browser = spawn(options.program, words, {
    ...(process.getuid?.() === 0 ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED } : {}),
    cwd: home,
    stdio: ['ignore', 'ignore', 'pipe'],
    env:
      process.platform === 'win32'
        ? process.env
        : { PATH, LANG, DBUS_SESSION_BUS_ADDRESS, PULSE_SERVER, HOME: home, ...variables },
  });
  let errors = '';
  browser.stderr.on('data', (data: Buffer) => {
    errors = (errors + data.toString()).slice(-8000);
  });
  return { process: browser, errors: () => errors };
}
