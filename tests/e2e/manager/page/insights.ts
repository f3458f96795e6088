import { implement } from '@orpc/server';
import { compareWeightings } from '#assessment/calibration/compare-weightings.ts';
import { proposeWeights } from '#assessment/calibration/propose-weights.ts';
import { validityOf } from '#assessment/calibration/validity.ts';
import { auditFairnessForSite } from '#assessment/fairness/audit-fairness.ts';
import { pairsNeeded } from '#assessment/statistics/correlation.ts';
import { normalQuantile } from '#assessment/statistics/normal.ts';
import { seededRandom } from '#assessment/statistics/random.ts';
import { contract } from '#shared/contract/index.ts';
import type { AgreementFigures } from '#shared/insights/agreement.ts';
import type { Overview } from '#shared/insights/overview.ts';
import type { ThresholdChange } from '#shared/insights/threshold.ts';
import { type Job } from '#shared/job.ts';
import { localizedText, type Locale } from '#shared/localized.ts';

const BINS = [0, 1, 3, 9, 21, 38, 46, 29, 12, 3];

/** A site with two people that rate, and one that has nobody yet. */
const AGREED: AgreementFigures = {
  doubleRated: 61,
  needed: 100,
  areGatesMet: false,
  people: { n: 183, same: 0.64, kappa: 0.781 },
  machine: { n: 158, same: 0.52, kappa: 0.634 },
  afterReveal: {
    shown: 96,
    counts: {
      alike: 49,
      kept: 29,
      towards: 15,
      elsewhere: 3,
      reasons: [
        { reason: 'anchor_misread', count: 11 },
        { reason: 'asr_missed', count: 5 },
        { reason: 'other', count: 2 },
      ],
    },
  },
};
const UNRATED: AgreementFigures = {
  doubleRated: 0,
  needed: 100,
  areGatesMet: false,
  people: { n: 0, same: null, kappa: null },
  machine: { n: 4, same: null, kappa: null },
  afterReveal: { shown: 0, counts: null },
};

/** Figures of a busy kiosk: what a core with two hundred interviews would answer. */
function busyOverview(jobs: readonly Job[], jobId: string | null, locale: Locale): Overview {
  const job = jobs.find(({ id }) => id === jobId) ?? jobs[0];
  if (job === undefined) throw new Error('there are jobs');
  let reached = 196;
  return {
    jobId: job.id,
    jobs: jobs.map(({ id, title }, index) => ({
      id,
      title: localizedText(title, locale),
      interviews: 243 - index * 61,
    })),
    interviews: 200,
    hasOlder: true,
    firstAt: '2026-01-12T01:12:00.000Z',
    lastAt: '2026-03-02T09:12:00.000Z',
    progress: {
      started: 198,
      consented: 196,
      firstAnswer: 192,
      halfway: 181,
      finished: 168,
      goingOn: 1,
      left: 21,
      withdrawn: 8,
      deleted: 2,
    },
    items: job.items.map((item, index) => {
      const leftHere = [2, 0, 5, 1, 0, 3, 0, 6, 1, 2][index % 10] ?? 0;
      const here = reached;
      reached -= leftHere;
      return {
        itemId: item.id,
        number: index + 1,
        prompt: localizedText(item.prompt, locale),
        reached: here,
        answered: here - leftHere - (index % 3),
        skipped: index % 3,
        leftHere,
        needsReview: item.kind === 'spoken' ? 31 + index * 3 : 0,
        medianMs: index === 0 ? null : 35_000 + ((index * 47) % 90) * 1000,
        timed: index === 0 ? 0 : here - leftHere,
      };
    }),
    noise: [8, 9, 10, 11, 12, 13, 14, 15, 16, 17].map((hour, index) => ({
      hour,
      recordings: [4, 61, 96, 88, 41, 52, 97, 102, 64, 12][index] ?? 0,
      medianSnrDb: index === 0 ? null : 24 - [0, 3, 9, 8, 2, 4, 11, 12, 6, 3][index]!,
      noisy: [0, 6, 31, 24, 3, 6, 40, 44, 12, 1][index] ?? 0,
    })),
    survey: {
      finished: 168,
      answered: 121,
      ease: [2, 4, 19, 52, 44],
      clarity: [0, 3, 14, 49, 55],
      fairness: [5, 9, 38, 47, 22],
    },
    scored: 162,
    scores: [
      {
        dimensionId: null,
        name: null,
        distribution: { n: 162, bins: BINS, quartiles: { low: 51.2, median: 60.4, high: 68.9 } },
        drift: { psi: null, before: 110, now: 52, verdict: 'too_few' },
      },
      ...job.competencyModel.dimensions.map(({ id, name }, index) => ({
        dimensionId: id,
        name: localizedText(name, locale),
        distribution: { n: 159 - index, bins: BINS, quartiles: { low: 44.5, median: 58.1 + index, high: 70 } },
        drift:
          index === 1
            ? { psi: 0.31, before: 410, now: 290, verdict: 'act' as const }
            : { psi: 0.04, before: 410, now: 290, verdict: 'steady' as const },
      })),
    ],
    review: { before: 0.18, now: 0.29, verdict: 'watch' },
  };
}

/** Nobody has been interviewed yet. */
const QUIET: Overview = {
  jobId: null,
  jobs: [],
  interviews: 0,
  hasOlder: false,
  firstAt: null,
  lastAt: null,
  progress: {
    started: 0,
    consented: 0,
    firstAnswer: 0,
    halfway: 0,
    finished: 0,
    goingOn: 0,
    left: 0,
    withdrawn: 0,
    deleted: 0,
  },
  items: [],
  noise: [],
  survey: { finished: 0, answered: 0, ease: [0, 0, 0, 0, 0], clarity: [0, 0, 0, 0, 0], fairness: [0, 0, 0, 0, 0] },
  scored: 0,
  scores: [],
  review: { before: null, now: null, verdict: 'too_few' },
};

function rowsOf(base64: string): string[][] {
  const text = new TextDecoder().decode(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
  return text
    .trim()
    .split('\n')
    .map((line) => line.split(','));
}

/** The calls of the noun `insights` over made-up interviews; files are really read, in the simplest way. */
export function fakeInsights(jobs: readonly Job[], isEmpty: boolean, name: () => string) {
  const os = implement(contract).insights;
  let changes: ThresholdChange[] = [];
  let approved: ThresholdChange['after'] | null = null;
  const dimensionsOf = (jobId: string) => jobs.find(({ id }) => id === jobId)?.competencyModel.dimensions ?? [];
  const current = (jobId: string) =>
    approved ?? {
      weights: Object.fromEntries(dimensionsOf(jobId).map(({ id, weight }) => [id, weight])),
      cutOff: 80,
    };
  const figures = {
    people: 162,
    withoutTotal: 11,
    reachedBefore: 15,
    reachedAfter: 27,
    undecidable: 34,
    up: 13,
    down: 1,
    withinError: 9,
  };
  return {
    agreement: os.agreement.handler(() => (isEmpty ? UNRATED : AGREED)),
    overview: os.overview.handler(({ input }) => (isEmpty ? QUIET : busyOverview(jobs, input.jobId, input.locale))),
    inspectFile: os.inspectFile.handler(({ input, errors }) => {
      const [header = [], ...rows] = rowsOf(input.file);
      if (rows.length === 0) throw errors.file_unusable({ data: { problem: 'no_rows' } });
      return {
        rows: rows.length,
        columns: header.map((column, index) => {
          const cells = [...new Set(rows.map((row) => row[index] ?? ''))];
          const isFlag = cells.every((cell) => ['yes', 'no', ''].includes(cell));
          const isNumber = cells.every((cell) => Number.isFinite(Number(cell)));
          return { name: column, kind: isFlag ? 'flag' : isNumber ? 'number' : 'text', distinct: cells.length };
        }),
      };
    }),
    auditFile: os.auditFile.handler(({ input: { file, groups, by, exclusionJustification } }) => {
      const [header = [], ...rows] = rowsOf(file);
      const cell = (row: readonly string[], column: string) => row[header.indexOf(column)] ?? '';
      const people = rows.map((row) => ({
        groups: groups.map((column) => cell(row, column) || null),
        outcome: 'outcome' in by ? cell(row, by.outcome) === 'yes' : Number(cell(row, by.score)),
      }));
      return { audit: auditFairnessForSite(groups, people, exclusionJustification), peoplePerGroupNeeded: 412 };
    }),
    calibrate: os.calibrate.handler(({ input: { file, jobId, locale } }) => {
      const rows = rowsOf(file).length - 1;
      const random = seededRandom(4);
      const normal = () => normalQuantile(Math.min(Math.max(random(), 1e-6), 1 - 1e-6));
      const dimensions = dimensionsOf(jobId);
      const people = Array.from({ length: rows }, () => {
        const scores = dimensions.map(() => 60 + 12 * normal());
        return { dimensions: scores, criterion: 0.05 * ((scores[0] ?? 0) - 60) + normal() };
      });
      const prior = dimensions.map(({ weight }) => weight);
      const total = (scores: readonly number[]) => scores.reduce((sum, score, j) => sum + score * prior[j]!, 0);
      const applicants = Array.from({ length: 160 }, () => 60 + 16 * normal());
      const weights = proposeWeights(people, prior, random);
      return {
        rows,
        matched: rows,
        people: 162,
        withCriterion: rows,
        dimensions: dimensions.map(({ id, name }, j) => ({
          dimensionId: id,
          name: localizedText(name, locale),
          prior: prior[j]!,
          validity: validityOf(
            people.map((each) => ({ score: each.dimensions[j]!, criterion: each.criterion })),
            j === 0 ? applicants : null,
            random,
          ),
        })),
        total: validityOf(
          people.map((each) => ({ score: total(each.dimensions), criterion: each.criterion })),
          applicants,
          random,
        ),
        weights,
        shadow:
          'weights' in weights
            ? compareWeightings(
                people.map((each) => each.dimensions),
                prior,
                weights.weights,
              )
            : null,
        topBands: [
          { from: 40, to: 50, chance: { status: 'too_few' as const, alike: 12 } },
          {
            from: 60,
            to: 70,
            chance: {
              status: 'reported' as const,
              from: 60,
              to: 70,
              alike: 42,
              reached: 17,
              share: 17 / 42,
              interval: { low: 0.27, high: 0.554 },
              all: 140,
              allReached: 44,
              mayBeChance: true,
            },
          },
        ],
        pairsNeeded: [0.2, 0.26, 0.42].map((r) => ({ r, n: pairsNeeded(r) })),
      };
    }),
    threshold: os.threshold.handler(({ input: { jobId, locale } }) => ({
      current: current(jobId),
      isApproved: approved !== null,
      dimensions: dimensionsOf(jobId).map(({ id, name }) => ({ id, name: localizedText(name, locale) })),
      maxStep: 0.1,
      floor: 0.05,
      changes,
    })),
    rehearse: os.rehearse.handler(({ input: { jobId } }) => ({
      status: 'rehearsed' as const,
      before: current(jobId),
      figures,
      binsBefore: BINS.map((count) => Math.round(count * 0.93)),
      binsAfter: BINS.map((count, bin) => Math.round(0.93 * (bin > 4 ? count + 2 : Math.max(0, count - 2)))),
      crossings: [],
      unnamed: 14,
      fairness: null,
    })),
    proposeThreshold: os.proposeThreshold.handler(({ input: { jobId, after, reason } }) => {
      const change: ThresholdChange = {
        id: '0195a3c0-0000-7000-8000-00000000aaaa',
        jobId,
        before: current(jobId),
        after,
        figures,
        reason,
        state: 'proposed',
        proposedBy: name(),
        proposedAt: '2026-03-02T09:41:00.000Z',
        decidedBy: null,
        decidedAt: null,
        mayApprove: false,
      };
      changes = [change, ...changes];
      return change;
    }),
    approveThreshold: os.approveThreshold.handler(({ input: { id }, errors }) => {
      const change = changes.find((each) => each.id === id);
      if (change === undefined) throw errors.threshold_unknown();
      if (!change.mayApprove) throw errors.same_person();
      approved = change.after;
      changes = changes.map((each) =>
        each === change
          ? { ...each, state: 'approved', decidedBy: name(), decidedAt: '2026-03-02T10:02:00.000Z', mayApprove: false }
          : each,
      );
      return { ok: true as const };
    }),
    withdrawThreshold: os.withdrawThreshold.handler(({ input: { id } }) => {
      changes = changes.map((each) =>
        each.id === id
          ? { ...each, state: 'withdrawn', decidedBy: name(), decidedAt: '2026-03-02T10:02:00.000Z', mayApprove: false }
          : each,
      );
      return { ok: true as const };
    }),
    /** As if the change had been put down by somebody else. */
    proposedByOther: () => {
      changes = changes.map((each) => ({ ...each, proposedBy: '李雷 Li Lei', mayApprove: each.state === 'proposed' }));
    },
  };
}
