import { expect, test } from 'vitest';
import { readPowerPolicy } from './power-policy.native.ts';

/** As these programs print it. */
const XSET = `Screen Saver:
  prefer blanking:  yes    allow exposures:  yes
  timeout:  0    cycle:  600
DPMS (Display Power Management Signaling):
  Standby: 0    Suspend: 0    Off: 0
  DPMS is Enabled
  Monitor is On
`;
const POWERCFG = (mains: string) => `Subgroup GUID: 238c9fa8-0aad-41ed-83f4-97be242c8f20  (Energie sparen)
    Minimum Possible Setting: 0x00000000
    Maximum Possible Setting: 0xffffffff
    Possible Settings increment: 0x00000001
  Index der aktuellen Wechselstromeinstellung: ${mains}
  Index der aktuellen Gleichstromeinstellung: 0x00000000
`;
const PMSET = (sleep: number) =>
  `Battery Power:\n displaysleep         0\n sleep                0\nAC Power:\n displaysleep         10\n sleep                ${sleep}\n`;

const answering = (answers: Readonly<Record<string, string | null>>) => (program: string, words: readonly string[]) =>
  Promise.resolve(answers[`${program} ${words.at(-1)}`] ?? null);
const x11 = { platform: 'linux', env: { DISPLAY: ':0' } } as const;

test.each([
  ['nothing happens', XSET, 's "ignore"\n', { sleeps: false, blanks: false }],
  ['suspends', XSET, 's "suspend"\n', { sleeps: true, blanks: false }],
  ['screen saver', XSET.replace('timeout:  0', 'timeout:  600'), 's "ignore"\n', { sleeps: false, blanks: true }],
  ['DPMS', XSET.replace('Off: 0', 'Off: 900'), 's "ignore"\n', { sleeps: false, blanks: true }],
  [
    'DPMS that is off',
    XSET.replace('Off: 0', 'Off: 900').replace('Enabled', 'Disabled'),
    's "ignore"\n',
    { sleeps: false, blanks: false },
  ],
  ['no bus, no xset', null, null, { sleeps: null, blanks: null }],
])('Linux: %s', async (_name, xset, logind, policy) => {
  expect(await readPowerPolicy({ ...x11, ask: answering({ 'xset q': xset, 'busctl IdleAction': logind }) })).toEqual(
    policy,
  );
});

test('a Wayland compositor tells nobody, whatever xset says of its X server', async () => {
  const ask = answering({ 'xset q': XSET, 'busctl IdleAction': 's "ignore"\n' });
  const env = { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' };
  expect(await readPowerPolicy({ platform: 'linux', env, ask })).toEqual({ sleeps: false, blanks: null });
});

test('Windows: numbers, whatever the language of their names', async () => {
  const policy = (mains: string) =>
    readPowerPolicy({
      platform: 'win32',
      ask: answering({ 'powercfg STANDBYIDLE': POWERCFG('0x00000000'), 'powercfg VIDEOIDLE': POWERCFG(mains) }),
    });
  expect(await policy('0x00000000')).toEqual({ sleeps: false, blanks: false });
  expect(await policy('0x00000258')).toEqual({ sleeps: false, blanks: true });
  expect(await readPowerPolicy({ platform: 'win32', ask: answering({}) })).toEqual({ sleeps: null, blanks: null });
});

test('macOS: minutes on mains and on battery', async () => {
  const policy = (sleep: number) =>
    readPowerPolicy({ platform: 'darwin', ask: answering({ 'pmset custom': PMSET(sleep) }) });
  expect(await policy(0)).toEqual({ sleeps: false, blanks: true });
  expect(await policy(1)).toEqual({ sleeps: true, blanks: true });
});

test('a program that is not there is no answer', async () => {
  const policy = await readPowerPolicy({ platform: 'linux', env: { PATH: '/nonexistent', DISPLAY: ':none' } });
  expect(policy.blanks).toBeNull();
});
