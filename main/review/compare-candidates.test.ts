import { expect, test } from 'vitest';
import type { InterviewResult } from '#shared/assessment.ts';
import { Comparison } from '#shared/contract/review.ts';
import { SessionId } from '#shared/ids.ts';
import { readJobs } from '#main/store/resource-files.ts';
import { compareCandidates, type ComparedCandidate, refuseToCompare } from './compare-candidates.ts';
import type { ListedSession } from './ports.ts';

const [job, other] = await readJobs('resources/jobs');
if (!job || !other) throw new Error('no jobs are shipped');
const [first, second] = job.competencyModel.dimensions.map(({ id }) => id);

function person(
  number: number,
  scores: ComparedCandidate['scores'],
  over: Partial<ListedSession> = {},
): ComparedCandidate {
  const session: ListedSession = {
    id: SessionId.parse(`0195a3c0-0000-7000-8000-${String(number).padStart(12, '0')}`),
    reference: `R${number}`,
    job: job!,
    identity: { by: 'name', name: `Person ${number}`, phone: '139 0000 0000' },
    phase: 'finalized',
    locale: 'en',
    startedAt: '2026-11-22T08:00:00.000Z',
    finalizedAt: '2026-11-22T08:20:00.000Z',
    answered: 9,
    needsReview: 0,
    recordSync: 'sent',
    fileSync: null,
    isHeld: false,
    ...over,
  };
  return { session, scores };
}

/** Numbers of the first two dimensions; null where too little was observed. */
function seen(...reaches: ([number, number] | null)[]): ComparedCandidate['scores'] {
  const result: InterviewResult = {
    engine: null,
    status: 'incomplete',
    total: null,
    missingDimensions: [],
    dimensions: reaches.map((reach, index) => ({
      dimensionId: [first, second][index] ?? '',
      weight: 0.5,
      status: reach ? 'scored' : 'insufficient_evidence',
      interval: reach && { score: (reach[0] + reach[1]) / 2, low: reach[0], high: reach[1], sem: 5 },
      level: null,
      confidence: null,
      coverage: 1,
      itemIds: [],
    })),
  };
  return { kind: 'visible', result };
}

test('people stand in the order they were chosen, whatever their numbers', () => {
  const chosen = [person(3, seen([10, 20])), person(1, seen([80, 90]))];
  const compared = Comparison.parse(compareCandidates(job, chosen, 'en'));
  expect(compared.candidates.map(({ reference }) => reference)).toEqual(['R3', 'R1']);
  expect(compared.dimensions[0]?.cells.map(({ interval }) => interval?.low)).toEqual([10, 80]);
  expect(compared.dimensions[0]?.indistinct).toEqual([]);
});

test('intervals that overlap are said to be one', () => {
  const chosen = [person(1, seen([40, 60])), person(2, seen([55, 70])), person(3, seen([90, 95]))];
  const [a, b] = chosen;
  const [dimension] = compareCandidates(job, chosen, 'en').dimensions;
  expect(dimension?.indistinct).toEqual([[a?.session.id, b?.session.id]]);
});

test('what is hidden from the reader has no number, and is compared with nobody', () => {
  const chosen = [person(1, seen([40, 60])), person(2, { kind: 'hidden', reason: 'not_rated' })];
  const compared = compareCandidates(job, chosen, 'en');
  expect(compared.candidates.map(({ hidden }) => hidden)).toEqual([null, 'not_rated']);
  for (const { cells, isComparable } of compared.dimensions) {
    expect(cells[1]?.interval).toBeNull();
    expect(isComparable).toBe(false);
  }
});

test('too little observed is no zero', () => {
  const compared = compareCandidates(job, [person(1, seen([40, 60], null)), person(2, seen([0, 9], [1, 8]))], 'en');
  expect(compared.dimensions[1]).toMatchObject({ isComparable: false, indistinct: [] });
  expect(compared.dimensions[1]?.cells[0]?.interval).toBeNull();
});

test('people of another post, of another version of it or for another purpose are not compared', () => {
  const here = person(1, seen([40, 60]));
  const beside = (over: Partial<ListedSession>) => refuseToCompare([here, person(2, seen([1, 2]), over)]);
  expect(beside({})).toBeNull();
  expect(beside({ job: other })).toBe('jobs_differ');
  expect(beside({ job: { ...job, version: job.version + 1 } })).toBe('jobs_differ');
  expect(beside({ job: { ...job, purpose: 'promotion' } })).toBe('jobs_differ');
});

test.each([
  ['promotion', null],
  ['training', 'nobody_judged'],
  ['exit', 'nobody_judged'],
] as const)('two interviews for %s side by side: %s', (purpose, refused) => {
  const of = (number: number) => person(number, seen([40, 60]), { job: { ...job, purpose } });
  expect(refuseToCompare([of(1), of(2)])).toBe(refused);
});
