import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import type { WordAssessment } from '#shared/assessment.ts';
import { SessionId, StaffId } from '#shared/ids.ts';
import type { StoredInterview } from './ports.ts';
import type { StoredRating } from './review-ports.ts';
import { createSiteAgreement } from './site-agreement.ts';

const [first, second] = [StaffId.parse(v7()), StaffId.parse(v7())];
const ids = Array.from({ length: 30 }, () => SessionId.parse(v7()));
const levelAt = (index: number): number => 1 + (index % 5);

function ratingsOf(level: (index: number, rater: StaffId) => number): StoredRating[] {
  return [first, second].flatMap((rater) =>
    [0, 1, 2, 3].map((index) => ({
      id: v7(),
      rater,
      itemId: `q${index}`,
      indicatorId: 'a',
      judgement: { kind: 'level' as const, level: level(index, rater) },
      quotes: [],
      round: rater === first ? ('blind_first' as const) : ('blind_second' as const),
      ratedAt: '2026-11-22T08:00:00.000Z',
      change: null,
    })),
  );
}

/** A site where the machine gives `machine` and each person `person`, over thirty interviews of four answers. */
function site(machine: (index: number) => number, answers = 120) {
  let measured = 0;
  const stored = (offset: number) =>
    ({
      assessments: new Map(
        [0, 1, 2, 3].map((index) => [
          `q${index}`,
          {
            state: 'assessed',
            assessment: {
              status: 'scored',
              acts: null,
              level: 3,
              indicators: [{ indicatorId: 'a', level: machine(index + offset) }],
            } as unknown as WordAssessment,
          },
        ]),
      ),
    }) as unknown as StoredInterview;
  const gates = createSiteAgreement(
    {
      countDoubleRated: () => answers,
      doubleRated: () => ids,
      ratings: (id) => ratingsOf((index) => levelAt(index + ids.indexOf(id))),
    },
    {
      getSession(id) {
        measured += 1;
        return stored(ids.indexOf(id));
      },
    },
  );
  return { gates, measured: () => measured };
}

test('levels are shown by themselves where people and machine agree on enough answers', () => {
  expect(site(levelAt).gates()).toEqual({ doubleRated: 120, areMet: true });
});

test('too few answers are never enough, however well they agree, and nothing is measured', () => {
  const few = site(levelAt, 99);
  expect(few.gates().areMet).toBe(false);
  expect(few.measured()).toBe(0);
});

test('a machine that says the opposite, or always rates higher, keeps its levels hidden', () => {
  expect(site((index) => 6 - levelAt(index)).gates().areMet).toBe(false);
  expect(site((index) => Math.min(5, levelAt(index) + 1)).gates().areMet).toBe(false);
});

test('agreement is measured once, until another interview was rated twice', () => {
  const known = site(levelAt);
  known.gates();
  const after = known.measured();
  known.gates();
  expect(known.measured()).toBe(after);
});
