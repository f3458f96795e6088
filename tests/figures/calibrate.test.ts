import { expect, test } from 'vitest';
import { normalQuantile } from '#assessment/statistics/normal.ts';
import { seededRandom } from '#assessment/statistics/random.ts';
import { anteroom, command, csvFile } from './run-command.ts';

const random = seededRandom(21);
const normal = () => normalQuantile(Math.min(Math.max(random(), 1e-9), 1 - 1e-9));

/** People with three dimensions of which the first tells most; the lower half of them were not hired. */
function people(n: number): string {
  const rows = Array.from({ length: n }, () => {
    const common = normal();
    const scores = [0, 1, 2].map(() => 60 + 10 * (0.7 * common + 0.7 * normal()));
    const total = scores.reduce((sum, score) => sum + score / 3, 0);
    const criterion = 0.06 * (scores[0]! - 60) + normal();
    const isHired = total >= 60;
    return [...scores.map((score) => score.toFixed(2)), isHired ? criterion.toFixed(3) : '', 'store'].join(',');
  });
  return `care,calm,speed,probation,post\n${rows.join('\n')}\n`;
}
const words = [
  '--criterion',
  'probation',
  '--dimensions',
  'care,calm,speed',
  '--prior',
  '{"care":0.4,"calm":0.3,"speed":0.3}',
];

test('enough people: validity with both intervals and a corrected second line, and a proposal within its limits', async () => {
  const file = await csvFile(people(420));
  const { code, out } = await anteroom('calibrate', file, ...words, '--within', 'post', '--top-from', '1', '--json');
  expect(code).toBe(0);
  const report = JSON.parse(out);
  expect(report.people).toBe(420);
  expect(report.withCriterion).toBeGreaterThan(150);
  const [care] = report.dimensions;
  expect(care).toMatchObject({ dimension: 'care', validity: { status: 'reported', n: report.withCriterion } });
  expect(care.validity.interval.low).toBeLessThan(care.validity.r);
  expect(care.validity.bootstrap.low).toBeLessThan(care.validity.r);
  expect(care.validity.corrected.r).toBeGreaterThan(care.validity.r);
  const { weights, status } = report.weights;
  expect(status).toBe('proposal');
  expect(weights.care + weights.calm + weights.speed).toBeCloseTo(1, 9);
  expect(weights.care).toBeGreaterThanOrEqual(0.4);
  expect(weights.care).toBeLessThanOrEqual(0.5 + 1e-9);
  expect(report.shadow.correlation).toBeGreaterThan(0.9);
  expect(report.topBands.length).toBeGreaterThan(0);
  expect(report.pairsNeeded).toEqual([
    { r: 0.2, n: 194 },
    { r: 0.26, n: 114 },
    { r: 0.42, n: 43 },
  ]);
  const again = await command('calibrate', file, ...words, '--within', 'post', '--top-from', '1', '--json');
  expect(again.out).toBe(out);
});

test('few people: no coefficient, no weights, and a sentence', async () => {
  const file = await csvFile(`care,calm,speed,probation\n${'60,61,62,1\n59,58,57,0\n'.repeat(14)}`);
  const { out } = await command('calibrate', file, ...words, '--json');
  expect(JSON.parse(out)).toMatchObject({
    total: { status: 'too_few', n: 28 },
    weights: { status: 'too_few', n: 28 },
    shadow: null,
  });
  expect((await command('calibrate', file, ...words)).out).toContain('too few: 30 are needed');
});

test('leaving of one’s own will; a date that is none is refused with its place', async () => {
  const rows = Array.from({ length: 60 }, (_, index) => {
    const left = index % 3 === 0 && index < 45 ? '2020-03-01' : '';
    return `${40 + (index % 45)},3,2020-01-01,${left},${left === '' ? '' : 'yes'}`;
  });
  const asked = ['--criterion', 'grade', '--dimensions', 'care', '--prior', '[1]'];
  const leaving = ['--hired', 'in', '--left', 'out', '--voluntary', 'own'];
  const file = await csvFile(`care,grade,in,out,own\n${rows.join('\n')}\n`);
  const { out } = await command('calibrate', file, ...asked, ...leaving, '--json');
  expect(JSON.parse(out).attrition).toMatchObject({
    left: 15,
    stayed: 45,
    censored: 0,
    validity: { status: 'reported' },
  });
  expect(JSON.parse(out).total).toEqual({ status: 'flat', n: 60 });
  const bad = await csvFile('care,grade,in,out,own\n50,3,2020-02-31,,\n');
  const { code, err } = await command('calibrate', bad, ...asked, ...leaving);
  expect(code).toBe(2);
  expect(err.trim()).toBe('Line 2, column "in": "2020-02-31" is not a date (2026-03-31).');
});

test('weights that are wrong are refused with what is wrong', async () => {
  const file = await csvFile('a,b,c\n1,2,3\n');
  const said = async (prior: string, dimensions = 'a,b') => {
    const { code, err } = await command(
      'calibrate',
      file,
      '--criterion',
      'c',
      '--dimensions',
      dimensions,
      '--prior',
      prior,
    );
    expect(code).toBe(2);
    return err.trim();
  };
  expect(await said('{"a":0.5')).toMatch(/^--prior is not JSON/);
  expect(await said('{"a":0.5,"b":0.4}')).toBe('--prior has to sum to 1; it sums to 0.9.');
  expect(await said('{"a":1}')).toBe('--prior has no weight for "b".');
  expect(await said('{"a":0.5,"x":0.5}')).toBe('--prior has a weight for "x", which is no dimension.');
  expect(await said('[1]', 'a,a')).toBe('--dimensions names "a" twice.');
  expect(await said('"heavy"')).toMatch(/^--prior has to be weights/);
});
