import { array, assert, double, property } from 'fast-check';
import { expect, test } from 'vitest';
import { normalQuantile } from '../statistics/normal.ts';
import { type Random, seededRandom } from '../statistics/random.ts';
import { attritionReport } from './attrition.ts';
import { compareWeightings } from './compare-weightings.ts';
import { rateDrift, scoreDrift, stabilityIndex } from './drift.ts';
import { fitWeights, type Outcome, withinBlocks } from './fit-weights.ts';
import { limitWeights, proposeWeights } from './propose-weights.ts';
import { topBandChance } from './top-band.ts';
import { type Pair, validityOf } from './validity.ts';

const normal = (random: Random) => normalQuantile(Math.min(Math.max(random(), 1e-9), 1 - 1e-9));
const PRIOR = [0.2, 0.2, 0.2, 0.2, 0.2];

/** People whose dimensions correlate .5 and whose criterion follows `truth` with a validity of about `r`. */
function drawn(n: number, truth: readonly number[], r: number, random: Random): Outcome[] {
  return Array.from({ length: n }, () => {
    const common = normal(random);
    const dimensions = truth.map(() => 60 + 12 * (Math.SQRT1_2 * common + Math.SQRT1_2 * normal(random)));
    const signal = dimensions.reduce((sum, value, j) => sum + truth[j]! * (value - 60), 0) / 9.3;
    return { dimensions, criterion: r * signal + Math.sqrt(1 - r * r) * normal(random) };
  });
}

function pairsOf(n: number, r: number, random: Random): Pair[] {
  return Array.from({ length: n }, () => {
    const score = normal(random);
    return { score: 60 + 12 * score, criterion: r * score + Math.sqrt(1 - r * r) * normal(random) };
  });
}

test('ridge towards the experts’ weights: the known answers (scoring.md §5.1)', () => {
  const columns = [
    [1, 2, 3, 4, 5, 6],
    [2, 1, 4, 3, 6, 5],
    [1, 1, 2, 2, 3, 4],
  ];
  const people = [1, 2, 3, 5, 4, 7].map((criterion, index) => ({
    criterion,
    dimensions: columns.map((column) => column[index]!),
  }));
  const one = fitWeights(people, [0.4, 0.3, 0.3], 1);
  expect(one.slope).toBeCloseTo(1.173228, 6);
  for (const [j, weight] of [0.860013, 0, 0.338957].entries()) expect(one.weights[j]).toBeCloseTo(weight, 6);
  const ten = fitWeights(people, [0.4, 0.3, 0.3], 10);
  for (const [j, weight] of [0.639637, 0.11983, 0.415749].entries()) expect(ten.weights[j]).toBeCloseTo(weight, 6);
});

test('an endless pull gives the experts’ weights, times the slope', () => {
  const people = drawn(80, [0.5, 0.3, 0.1, 0.1, 0], 0.5, seededRandom(1));
  const { weights, slope } = fitWeights(people, PRIOR, 1e12);
  for (const weight of weights) expect(weight / slope).toBeCloseTo(0.2, 5);
});

test('29 pairs have no coefficient, 30 have one with two intervals', () => {
  const random = seededRandom(3);
  const pairs = pairsOf(30, 0.5, random);
  expect(validityOf(pairs.slice(1), null, random)).toEqual({ status: 'too_few', n: 29 });
  const found = validityOf(pairs, null, random);
  expect(found).toMatchObject({ status: 'reported', n: 30, corrected: null });
  if (found.status !== 'reported') throw new Error('30 pairs have a coefficient');
  expect(found.interval.low).toBeLessThan(found.r);
  expect(found.bootstrap?.low).toBeLessThan(found.r);
  expect(found.bootstrap?.high).toBeGreaterThan(found.r);
});

test('a criterion that is the same for all says nothing', () => {
  const flat = pairsOf(40, 0, seededRandom(3)).map(({ score }) => ({ score, criterion: 3 }));
  expect(validityOf(flat, null, seededRandom(1))).toEqual({ status: 'flat', n: 40 });
});

test('corrected for range restriction only with the scores of all who applied, and only upwards', () => {
  const all = pairsOf(400, 0.4, seededRandom(4));
  const hired = all.toSorted((a, b) => b.score - a.score).slice(0, 120);
  const scores = all.map(({ score }) => score);
  const found = validityOf(hired, scores, seededRandom(1));
  if (found.status !== 'reported') throw new Error('120 pairs have a coefficient');
  expect(found.corrected?.u).toBeGreaterThan(1.5);
  expect(Math.abs(found.corrected!.r)).toBeGreaterThan(Math.abs(found.r));
  expect(
    validityOf(
      hired,
      hired.map(({ score }) => score),
      seededRandom(1),
    ),
  ).toMatchObject({ corrected: null });
});

test('scores that have nothing to do with the criterion: nineteen reports of twenty say that it may be chance (control)', () => {
  const random = seededRandom(11);
  const reports = Array.from({ length: 60 }, () => validityOf(pairsOf(60, 0, random), null, random));
  const sure = reports.filter((found) => found.status === 'reported' && !found.mayBeChance);
  expect(sure.length).toBeLessThan(9);
});

test('how many pairs decide what is said of weights: 29, 30, 59, 60, 119, 120', () => {
  const people = drawn(120, [0.3, 0.2, 0.2, 0.2, 0.1], 0.5, seededRandom(5));
  const said = [29, 30, 59, 60, 119, 120].map((n) => proposeWeights(people.slice(0, n), PRIOR, seededRandom(1)).status);
  expect(said).toEqual(['too_few', 'report_only', 'report_only', 'suggestion', 'suggestion', 'proposal']);
});

test('what is proposed sums to 1, moves no dimension by more than ten points and leaves none below five per cent', () => {
  const truth = [0.7, 0.3, 0, 0, 0];
  const found = proposeWeights(drawn(400, truth, 0.7, seededRandom(6)), [0.1, 0.1, 0.4, 0.3, 0.1], seededRandom(1));
  if (found.status !== 'proposal') throw new Error(found.status);
  expect(found.rule).toBe('least_error');
  expect(found.gain?.interval?.low).toBeGreaterThan(0);
  expect(found.isLimited).toBe(true);
  expect(found.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
  for (const [j, weight] of found.weights.entries()) {
    expect(Math.abs(weight - [0.1, 0.1, 0.4, 0.3, 0.1][j]!)).toBeLessThanOrEqual(0.1 + 1e-9);
    expect(weight).toBeGreaterThanOrEqual(0.05 - 1e-9);
  }
  expect(found.weights[0]).toBeCloseTo(0.2, 6);
  expect(found.weights[2]).toBeCloseTo(0.3, 6);
});

test('weights that are as good as the experts’ stay close to them (control)', () => {
  const far = Array.from({ length: 10 }, (_, seed) => {
    const found = proposeWeights(drawn(150, PRIOR, 0.42, seededRandom(100 + seed)), PRIOR, seededRandom(seed));
    return found.status === 'proposal' ? Math.max(...found.weights.map((weight) => Math.abs(weight - 0.2))) : 0;
  });
  expect(far.filter((shift) => shift > 0.05).length).toBeLessThanOrEqual(1);
});

test('a criterion that falls where the score rises yields no weights', () => {
  const people = drawn(150, PRIOR, 0.5, seededRandom(7)).map((each) => ({ ...each, criterion: -each.criterion }));
  expect(proposeWeights(people, PRIOR, seededRandom(1))).toEqual({ status: 'no_relation', n: 150 });
});

test('the same people and seed give the same proposal', () => {
  const people = drawn(130, [0.3, 0.2, 0.2, 0.2, 0.1], 0.5, seededRandom(8));
  expect(proposeWeights(people, PRIOR, seededRandom(9))).toEqual(proposeWeights(people, PRIOR, seededRandom(9)));
});

test('limits hold for any wish', () => {
  const share = double({ min: 0, max: 1, noNaN: true });
  const normalised = (raw: readonly number[], least: number) => {
    const total = raw.reduce((sum, each) => sum + each + least, 0);
    return raw.map((each) => (each + least) / total);
  };
  assert(
    property(
      array(share, { minLength: 5, maxLength: 5 }),
      array(share, { minLength: 5, maxLength: 5 }),
      (wish, now) => {
        const current = normalised(now, 0.4);
        const found = limitWeights(normalised(wish, 1e-6), current);
        expect(found.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
        for (const [j, weight] of found.entries()) {
          expect(weight).toBeGreaterThanOrEqual(0.05 - 1e-9);
          expect(Math.abs(weight - current[j]!)).toBeLessThanOrEqual(0.1 + 1e-9);
        }
      },
    ),
  );
});

test('a strict supervisor does not make bad people; somebody alone in a block is left out', () => {
  const row = (block: string, criterion: number) => ({ block, criterion });
  const rows = [
    row('kind', 5),
    row('kind', 4),
    row('strict', 2),
    row('strict', 1),
    row('alone', 3),
    row('flat', 3),
    row('flat', 3),
  ];
  const found = withinBlocks(rows).map(({ criterion }) => criterion * Math.SQRT2);
  for (const [index, sign] of [1, -1, 1, -1].entries()) expect(found[index]).toBeCloseTo(sign, 12);
  expect(found).toHaveLength(4);
});

test('leaving: within twelve months and of one’s own will; who is there for less is not counted', () => {
  const day = 86_400_000;
  const now = 1000 * day;
  const base = { score: 50, hiredMs: 0, leftMs: null, isVoluntary: null };
  const report = attritionReport(
    [
      { ...base, leftMs: 100 * day, isVoluntary: true },
      { ...base, leftMs: 100 * day, isVoluntary: false },
      { ...base, leftMs: 100 * day },
      { ...base, leftMs: 500 * day, isVoluntary: true },
      { ...base, hiredMs: 800 * day },
      base,
    ],
    now,
    seededRandom(1),
  );
  expect(report).toEqual({ left: 1, stayed: 2, censored: 1, otherLeft: 2, validity: { status: 'too_few', n: 3 } });
});

test('those who stayed scored higher: a positive point-biserial correlation', () => {
  const people = Array.from({ length: 60 }, (_, index) => ({
    score: index,
    hiredMs: 0,
    leftMs: index % 3 === 0 && index < 50 ? 1 : null,
    isVoluntary: true,
  }));
  const { validity, left } = attritionReport(people, 400 * 86_400_000, seededRandom(1));
  expect(left).toBe(17);
  expect(validity).toMatchObject({ status: 'reported', n: 60 });
  expect(validity.status === 'reported' && validity.r > 0).toBe(true);
});

test('the chance of the top band is a count of people who scored alike, or nothing', () => {
  const placed = Array.from({ length: 120 }, (_, index) => ({ score: 40 + index / 2, isTop: index % 3 === 0 }));
  expect(topBandChance({ low: 60, high: 74 }, placed)).toMatchObject({ status: 'too_few', alike: 29 });
  const found = topBandChance({ low: 60, high: 80 }, placed);
  expect(found).toMatchObject({
    status: 'reported',
    alike: 41,
    reached: 13,
    all: 120,
    allReached: 40,
    mayBeChance: true,
  });
});

test('population stability index (scoring.md §5.3); an empty bin does not break it', () => {
  expect(stabilityIndex([20, 20, 20, 20, 20], [10, 15, 20, 25, 30])).toBeCloseTo(0.135403, 6);
  expect(stabilityIndex([20, 20], [20, 20])).toBe(0);
  expect(stabilityIndex([20, 20, 0], [20, 0, 20])).toBeGreaterThan(1);
});

test('drift: too few, steady, to act upon', () => {
  const random = seededRandom(12);
  const scores = (n: number, shift: number) => Array.from({ length: n }, () => 60 + shift + 12 * normal(random));
  expect(scoreDrift(scores(50, 0), scores(50, 0))).toMatchObject({ psi: null, verdict: 'too_few' });
  expect(scoreDrift([], [])).toMatchObject({ psiByChance: null, verdict: 'too_few' });
  expect(scoreDrift(scores(400, 0), scores(400, 12))).toMatchObject({ verdict: 'act' });
  // the control: the same people twice; one alarm in twenty would be many
  const quiet = Array.from({ length: 60 }, () => scoreDrift(scores(300, 0), scores(300, 0)).verdict);
  expect(quiet.filter((verdict) => verdict !== 'steady').length).toBeLessThanOrEqual(3);
});

test('a rate that changed is watched, one of few people is not judged', () => {
  expect(rateDrift({ n: 200, hits: 20 }, { n: 200, hits: 50 })).toMatchObject({ difference: 0.15, verdict: 'watch' });
  expect(rateDrift({ n: 200, hits: 20 }, { n: 200, hits: 22 }).verdict).toBe('steady');
  expect(rateDrift({ n: 200, hits: 20 }, { n: 29, hits: 29 })).toEqual({
    difference: null,
    p: null,
    verdict: 'too_few',
  });
});

test('one of five dimensions from 20 to 30 per cent leaves the scores correlated .995 (scoring.md §0)', () => {
  const people = drawn(4000, PRIOR, 0.4, seededRandom(13)).map(({ dimensions }) => dimensions);
  const found = compareWeightings(people, PRIOR, [0.3, 0.175, 0.175, 0.175, 0.175]);
  expect(Math.abs(found.correlation! - 0.995)).toBeLessThan(0.001);
  expect(compareWeightings(people, PRIOR, PRIOR)).toMatchObject({ meanShift: 0, largestShift: 0 });
  expect(compareWeightings([], PRIOR, PRIOR)).toEqual({ people: 0, correlation: null, meanShift: 0, largestShift: 0 });
});
