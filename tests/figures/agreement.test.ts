import { expect, test } from 'vitest';
import { anteroom, command, csvFile } from './run-command.ts';

const FLEISS = 'a,b,c,d\n9,2,5,8\n6,1,3,2\n8,4,6,8\n7,1,2,6\n10,5,6,9\n6,2,4,7\n';

/** A row per pair of a table of counts. */
const pairs = (table: readonly (readonly number[])[]) =>
  `a,b\n${table.flatMap((row, i) => row.flatMap((count, j) => Array.from({ length: count }, () => `${i + 1},${j + 1}`))).join('\n')}\n`;

test('Shrout & Fleiss through the command line, to six digits', async () => {
  const { code, out } = await anteroom('agreement', await csvFile(FLEISS), '--raters', 'a,b,c,d', '--json');
  expect(code).toBe(0);
  const { intraclass, pairs: found } = JSON.parse(out);
  expect(intraclass.oneWay).toBeCloseTo(0.165742, 6);
  expect(intraclass.absolute).toBeCloseTo(0.289764, 6);
  expect(intraclass.consistent).toBeCloseTo(0.714841, 6);
  expect(intraclass.oneWayMean).toBeCloseTo(0.442797, 6);
  expect(intraclass.absoluteMean).toBeCloseTo(0.620051, 6);
  expect(intraclass.alpha).toBeCloseTo(0.909316, 6);
  expect(intraclass).toMatchObject({ n: 6, isFew: true });
  expect(found).toHaveLength(6);
});

test('kappa plain, linear and quadratic', async () => {
  const table = [
    [11, 3, 1, 0],
    [1, 9, 0, 1],
    [0, 1, 10, 0],
    [1, 2, 0, 10],
  ];
  const { out } = await command('agreement', await csvFile(pairs(table)), '--raters', 'a,b', '--json');
  const [pair] = JSON.parse(out).pairs;
  expect(pair).toMatchObject({ n: 50, isFew: false, same: 0.8 });
  expect(pair.kappa).toBeCloseTo(0.733475, 6);
  expect(pair.linear).toBeCloseTo(0.747475, 6);
  expect(pair.quadratic).toBeCloseTo(0.766355, 6);
});

test('own weights (Cohen 1968); a square of another size is refused', async () => {
  const file = await csvFile(
    pairs([
      [44, 5, 1],
      [7, 20, 3],
      [9, 5, 6],
    ]),
  );
  const { out } = await command(
    'agreement',
    file,
    '--raters',
    'a,b',
    '--weights',
    '[[0,1,3],[1,0,6],[3,6,0]]',
    '--json',
  );
  expect(JSON.parse(out).pairs[0].kappa).toBeCloseTo(0.491525, 6);
  expect(JSON.parse(out).pairs[0].own).toBeCloseTo(0.347826, 6);
  const wrong = await command('agreement', file, '--raters', 'a,b', '--weights', '[[0,1],[1,0]]');
  expect(wrong).toMatchObject({ code: 2, err: '--weights are for 2 categories; the file has 3.\n' });
});

test('words have a plain kappa only; missing ratings are left out', async () => {
  const file = await csvFile('a,b\nyes,yes\nno,no\nyes,no\n,no\n');
  const { out } = await command('agreement', file, '--raters', 'a,b', '--json');
  expect(JSON.parse(out)).toMatchObject({
    rows: 4,
    categories: ['no', 'yes'],
    pairs: [{ n: 3, quadratic: null, difference: null }],
    intraclass: null,
  });
  expect(JSON.parse(out).pairs[0].kappa).toBeCloseTo(0.4, 10);
});

test('a machine among the raters adds the gates, which do not hold with few', async () => {
  const rows = Array.from({ length: 60 }, (_, index) => `${1 + (index % 5)},${1 + (index % 5)},${1 + (index % 5)}`);
  const file = await csvFile(`first,second,machine\n${rows.join('\n')}\n`);
  const words = ['agreement', file, '--raters', 'first,second,machine', '--machine', 'machine'];
  expect(JSON.parse((await command(...words, '--json')).out).gates).toMatchObject({ areMet: false });
  expect((await command(...words)).out).toContain('its levels stay hidden');
});

test('mistakes in the words', async () => {
  const file = await csvFile(FLEISS);
  const said = async (...words: string[]) => {
    const { code, err } = await command('agreement', file, ...words);
    expect(code).toBe(2);
    return err.trim();
  };
  expect(await said('--raters', 'a')).toBe('--raters needs two columns at least.');
  expect(await said('--raters', 'a,x')).toBe('There is no column "x". The columns are: a, b, c, d.');
  expect(await said('--raters', 'a,b', '--machine', 'c')).toBe('--machine "c" is none of the raters.');
});
