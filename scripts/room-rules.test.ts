import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkLengths, checkNativeImports, checkReadmes, findScreenText } from './room-rules.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'anteroom-rooms-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

test('a room without a README, or with a long one, is named', () => {
  write('main/store/README.md', 'line\n'.repeat(10));
  write('main/sync/README.md', 'line\n'.repeat(11));
  write('main/review/staff.ts', '');
  const named = checkReadmes(root).breaches.map(({ file }) => file);
  expect(named).toContain('main/sync/README.md');
  expect(named).toContain('main/review/README.md');
  expect(named).toContain('shared/README.md');
  expect(named).not.toContain('main/store/README.md');
});

test('an addon or a process outside a native file is named; a type, a native file and a test are not', () => {
  write('main/store/open.ts', `import Database from 'better-sqlite3';`);
  write('hub/run.ts', `import { spawn } from 'node:child_process';`);
  write('main/store/type.ts', `import type Database from 'better-sqlite3';`);
  write('main/store/open.native.ts', `import Database from 'better-sqlite3';`);
  write('main/store/open.test.ts', `import Database from 'better-sqlite3';`);
  write('main/children/analyst.ts', `import { InferenceSession } from 'onnxruntime-node';`);
  expect(checkNativeImports(root).breaches.map(({ file }) => file)).toEqual(['hub/run.ts', 'main/store/open.ts']);
});

test('a file over 600 lines fails, one over 400 is a warning', () => {
  write('shared/long.ts', '//\n'.repeat(601));
  write('shared/many.ts', '//\n'.repeat(600));
  write('shared/short.ts', '//\n'.repeat(400));
  expect(checkLengths(root).breaches).toEqual([
    { file: 'shared/long.ts', message: '601 lines; at most 600' },
    { file: 'shared/many.ts', message: '600 lines', isWarning: true },
  ]);
});

test('text in a screen is found in elements, spoken attributes and Chinese literals', () => {
  const found = (source: string) => findScreenText('screen.tsx', source);
  expect(found('const a = <p>Welcome</p>')).toEqual(['line 1: Welcome']);
  expect(found('const a = (\n  <p>\n    欢迎\n  </p>\n)')).toHaveLength(1);
  expect(found('const a = <img alt="A camera" />')).toEqual(['line 1: A camera']);
  expect(found("const a = '请稍候'")).toEqual(['line 1: 请稍候']);
  expect(found('const a = `第${n}题`')).toHaveLength(2);
});

test('translated text, numbers, signs and plain code are no text of a screen', () => {
  const source = `// 注释
    const a = <p className="lead" aria-label={t('key')}>{t('welcome')} · {count} / 12 &nbsp;</p>;
    const b = <h1>Anteroom <kbd>Enter</kbd> <input placeholder="https://hub.example" /></h1>;
    const c = 'status_code';`;
  expect(findScreenText('screen.tsx', source)).toEqual([]);
});
