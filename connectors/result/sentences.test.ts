import { expect, test } from 'vitest';
import { lasting, saidBy, withoutSecrets } from './sentences.ts';

test.each([
  [
    'a trace is left out',
    'Traceback (most recent call last):\n  File "/usr/lib/python3/x.py", line 3, in f\nValueError: no',
    'ValueError: no',
  ],
  ['a trace of Node too', '    at run (/srv/app/index.js:3:4)\nIt broke', 'It broke'],
  ['paths of their machine are left out', 'cannot open /var/lib/odoo/filestore/ab', 'cannot open …'],
  ['of Windows too', 'cannot open C:\\Apps\\hr\\key.pem now', 'cannot open … now'],
  ['markup is left out', '<p>Wrong <b>e-mail</b></p>', 'Wrong e-mail'],
  ['only the first line is taken', 'Name is missing\nsecond line', 'Name is missing'],
  ['a fraction stays', 'score 4/5 is too high', 'score 4/5 is too high'],
  ['nothing is nothing', '<br/>', null],
  ['an object is nothing', { message: 'x' }, null],
])('%s', (_, message, expected) => {
  expect(saidBy(message, [])).toBe(expected);
});

test('a long word is cut', () => {
  expect(saidBy('x'.repeat(5000), [])).toHaveLength(300);
});

test('secrets are hidden, also as they stand in an address, and a short one inside a longer one', () => {
  expect(withoutSecrets('key=a%2Fb%3D and a/b=', ['a/b='])).toBe('key=••• and •••');
  expect(withoutSecrets('abcd', ['ab', 'abcd'])).toBe('•••');
  expect(withoutSecrets('nothing here', ['', 'x'])).toBe('nothing here');
  expect(saidBy('The key 12345 is wrong', ['12345'])).toBe('The key ••• is wrong');
});

test('a sentence has both languages and says who', () => {
  const { detail } = lasting('gone', { en: 'The webhook', 'zh-CN': '此 webhook' });
  expect(detail.en).toMatch(/^The webhook no longer wants/);
  expect(detail['zh-CN']).toMatch(/^此 webhook 已不再接收/);
});
