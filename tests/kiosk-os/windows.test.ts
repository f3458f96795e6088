// PowerShell cannot run here: these scripts are read, not run.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { CHORDS } from '#main/electron/chords.ts';

const WINDOWS = resolve(import.meta.dirname, '../../resources/kiosk-os/windows');
const read = (name: string) => readFileSync(join(WINDOWS, name), 'utf8');
const profile = read('profile.psd1');

/** Names of the lists in profile.psd1. */
const LISTS = [...profile.matchAll(/^ {4}(\w+) = @[({]/gm)].map(([, name = '']) => name);

/** The part of a script below a comment that begins with this word. */
function section(script: string, name: string): string | null {
  const begin = new RegExp(`^ *# ${name}\\b.*$`, 'm').exec(script);
  if (begin === null) return null;
  const rest = script.slice(begin.index + begin[0].length);
  const end = /^ *# [A-Z]\w+(?::.*)?$/m.exec(rest);
  return end === null ? rest : rest.slice(0, end.index);
}

/** What changes Windows in install.ps1, and what in undo.ps1 takes it back. */
const COUNTERPARTS: Readonly<Record<string, { does: string; undoes: readonly string[] }>> = {
  Features: { does: 'Enable-WindowsOptionalFeature', undoes: ['Disable-WindowsOptionalFeature'] },
  Registry: { does: 'Set-ItemProperty', undoes: ['Remove-ItemProperty', 'Set-ItemProperty'] },
  Environment: {
    does: "SetEnvironmentVariable($item.Name, $item.Value, 'Machine')",
    undoes: ['SetEnvironmentVariable'],
  },
  Keys: { does: 'Set-CimInstance', undoes: ['Set-CimInstance'] },
  KeyboardFilter: { does: 'Set-CimInstance', undoes: ['Set-CimInstance'] },
  PowerPlan: { does: 'powercfg /setactive', undoes: ['powercfg /setactive', 'powercfg /delete'] },
};
const CHANGING =
  /\b(Set-(?!StrictMode|Content)\w+|Enable-\w+|New-ItemProperty|SetEnvironmentVariable|powercfg \/(?:set|dup|change)\w*)/g;

function problemsOf(install: string, undo: string): string[] {
  const lists = LISTS.filter((list) => COUNTERPARTS[list] === undefined).map(
    (list) => `${list}: nobody knows how it is undone`,
  );
  const sections = Object.entries(COUNTERPARTS).flatMap(([name, { does, undoes }]) => {
    const done = section(install, name);
    const undone = section(undo, name);
    if (done?.includes(does) !== true) return [`${name}: not done`];
    if (!done.includes(`$Changes.${name}`)) return [`${name}: not from the list`];
    if (undone === null) return [`${name}: not undone`];
    return undoes.filter((word) => !undone.includes(word)).map((word) => `${name}: ${word} is missing`);
  });
  // a change outside of every section would be one that undo.ps1 cannot know
  const known = [...Object.keys(COUNTERPARTS), 'Mode'].map((name) => section(install, name) ?? '').join('\n');
  const loose = [...install.matchAll(CHANGING)].length - [...known.matchAll(CHANGING)].length;
  return [...lists, ...sections, ...(loose === 0 ? [] : [`${loose} changes outside of every section`])];
}

test('every change of install.ps1 is undone by undo.ps1', () => {
  const install = read('install.ps1');
  const undo = read('undo.ps1');
  expect(LISTS).toEqual(['Features', 'Registry', 'Environment', 'Keys', 'KeyboardFilter', 'PowerPlan']);
  expect(problemsOf(install, undo)).toEqual([]);
  expect(section(undo, 'Mode')).toContain('-Xml $null');
  // controls: a part of undo that is missing, and a change that nobody listed
  expect(problemsOf(install, undo.replace(/^# Keys[\s\S]*?^# Features/m, '# Features'))).toEqual(['Keys: not undone']);
  expect(problemsOf(`Set-ItemProperty -Path x\n${install}`, undo)).toEqual(['1 changes outside of every section']);
});

test('what stood there before is written down before anything is changed, and only the first time', () => {
  const install = read('install.ps1');
  const noted = install.indexOf('Set-Content -Path $StateFile');
  const firstChange = /Enable-WindowsOptionalFeature/.exec(install)?.index ?? 0;
  expect(noted).toBeGreaterThan(0);
  expect(noted).toBeLessThan(firstChange);
  expect(install.indexOf('if (Test-Path $StateFile)')).toBeLessThan(noted);
});

/** The catalogue's names where Windows has others; `Windows` is the key with all its combinations but Win+L. */
const FILTER_NAMES: Readonly<Record<string, string>> = {
  'Ctrl+Alt+Delete': 'Ctrl+Alt+Del',
  'Ctrl+Shift+Esc': 'Shift+Ctrl+Esc',
  LaunchApplication1: 'LaunchApp1',
  LaunchApplication2: 'LaunchApp2',
};
/** The program grabs it; no predefined combination has it, and what it copies is wiped with the clipboard. */
const GRABBED_ONLY = new Set(['PrintScreen']);

test('every chord that only the system can stop is in the keyboard filter', () => {
  const keys = new Set(
    [...(/ {4}Keys = @\(([\s\S]*?)\n {4}\)/.exec(profile)?.[1] ?? '').matchAll(/'([^']+)'/g)].map(([, id]) => id),
  );
  const open = CHORDS.filter(({ keptBy, does }) => keptBy.includes('os') && !does.includes('Linux'))
    .map(({ name }) => FILTER_NAMES[name] ?? name)
    .filter(
      (name) => !keys.has(name) && !(/^Win(\+[^L])?/.test(name) && keys.has('Windows')) && !GRABBED_ONLY.has(name),
    );
  expect(open).toEqual([]);
  expect(keys).toContain('Win+L');
});

test.each(['install.ps1', 'undo.ps1', 'common.ps1'])('%s closes every bracket and quotation it opens', (name) => {
  // no parser of PowerShell is to be had here: this finds a torn file, not a wrong one
  const text = read(name)
    .replaceAll(/<#[\s\S]*?#>/g, '')
    .replaceAll(/^\s*#.*$/gm, '');
  for (const [open, close] of [
    ['{', '}'],
    ['(', ')'],
    ['[', ']'],
  ] as const)
    expect(text.split(open).length).toBe(text.split(close).length);
  expect(text.split("'").length % 2).toBe(1);
});

test('every exit of the kiosk starts it again, and the program knows that somebody does', () => {
  const launcher = read('shell-launcher.xml');
  expect(launcher).toMatch(/<DefaultAction Action="RestartShell" \/>/);
  expect([...launcher.matchAll(/Action="(\w+)"/g)].map(([, action]) => action)).toEqual([
    'RestartShell',
    'RestartShell',
  ]);
  expect(profile).toContain("@{ Name = 'ANTEROOM_SUPERVISED'; Value = '1' }");
});

/** The words a configuration starts the kiosk with, as XML says them. */
function startOf(xml: string): string {
  const words = /\b(?:Shell|v4:ClassicAppArguments)="([^"]*@LAUNCHER@[^"]*)"/.exec(xml)?.[1] ?? '';
  return words.replaceAll('&quot;', '"');
}

test.each(['shell-launcher.xml', 'assigned-access.xml'])(
  '%s starts the launcher, never a version of the program',
  (name) => {
    const xml = read(name);
    expect(startOf(xml)).toContain('-File "@LAUNCHER@" "--data=@DATA@"');
    expect(xml).toContain('powershell.exe');
    expect(xml).not.toMatch(/Anteroom\.exe|@PROGRAM@/);
    // control: the program itself would be noticed
    expect(startOf(xml.replaceAll('@LAUNCHER@', '@PROGRAM@'))).toBe('');
  },
);

test('install.ps1 fills in the launcher, refuses to go on without one, and fills in nothing else', () => {
  const install = read('install.ps1');
  expect(install).toMatch(/\[string\] \$Launcher = "[^"]*\\anteroom-launcher\.ps1"/);
  expect(install).toMatch(/if \(-not \(Test-Path \$Launcher\)\) \{ throw /);
  const places = new Set(
    ['shell-launcher.xml', 'assigned-access.xml'].flatMap((name) =>
      [...read(name).matchAll(/="[^"]*?(@\w+@)[^"]*"/g)].map(([, place]) => place),
    ),
  );
  for (const place of places) expect(install).toContain(`Replace('${place}'`);
  expect(places.has('@LAUNCHER@')).toBe(true);
});
