import { expect, test } from 'vitest';
import { CHORDS, isBlocked, type Pressed } from './chords.ts';

const key = (name: string, parts: Partial<Pressed> = {}): Pressed => ({
  key: name,
  control: false,
  alt: false,
  shift: false,
  meta: false,
  ...parts,
});

test.each(CHORDS.filter(({ keptBy }) => keptBy.includes('input')).map((chord) => [chord.name, chord] as const))(
  '%s does not reach the page',
  (_name, { pressed }) => expect(isBlocked(pressed, 'linux')).toBe(true),
);

test('every chord has somebody who keeps it, and is listed once', () => {
  expect(CHORDS.filter(({ keptBy }) => keptBy.length === 0)).toEqual([]);
  expect(new Set(CHORDS.map(({ name }) => name)).size).toBe(CHORDS.length);
});

test('what people type and edit with passes', () => {
  const typed = [
    key('a'),
    key('A', { shift: true }),
    key('5'),
    key(' '),
    key('中'),
    key('Process'),
    key('Enter'),
    key('Tab'),
    key('Tab', { shift: true }),
    key('Escape'),
    key('Backspace'),
    key('ArrowLeft', { shift: true }),
    key('c', { control: true }),
    key('V', { control: true }),
    key('ArrowRight', { control: true, shift: true }),
    key('z', { control: true, shift: true }),
    key('Control', { control: true }),
    // AltGr on a German keyboard
    key('@', { control: true, alt: true }),
    key('€', { control: true, alt: true }),
  ];
  expect(typed.filter((pressed) => isBlocked(pressed, 'linux'))).toEqual([]);
});

test('on macOS text is edited with Command, and Control leads nowhere', () => {
  expect(isBlocked(key('c', { meta: true }), 'darwin')).toBe(false);
  expect(isBlocked(key('q', { meta: true }), 'darwin')).toBe(true);
  expect(isBlocked(key('c', { meta: true }), 'win32')).toBe(true);
  expect(isBlocked(key('ArrowLeft', { control: true }), 'darwin')).toBe(true);
  expect(isBlocked(key('å', { alt: true }), 'darwin')).toBe(false);
});

test('keys that no list names are refused too', () => {
  for (const name of ['F24', 'BrowserFavorites', 'LaunchCalendar', 'MediaPlayPause', 'ZoomToggle'])
    expect(isBlocked(key(name), 'linux')).toBe(true);
  expect(isBlocked(key('m', { control: true }), 'linux')).toBe(true);
  expect(isBlocked(key('x', { alt: true }), 'linux')).toBe(true);
});
