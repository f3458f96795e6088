import { expect, test } from 'vitest';
import { sampleResult } from '#connectors/result/sample-result.fake.ts';
import { InterviewResult } from './result.ts';

type Change = (result: Record<string, unknown>) => unknown;

const problemsOf = (change: Change) => {
  const document = structuredClone(sampleResult()) as unknown as Record<string, unknown>;
  const changed = change(document) ?? document;
  const parsed = InterviewResult.safeParse(changed);
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'));
};

test('a finished interview is accepted', () => {
  expect(problemsOf(() => undefined)).toEqual([]);
});

test('without a recommendation it is "review", and null stays null', () => {
  const { recommendation: _, ...without } = sampleResult();
  expect(InterviewResult.parse(without).recommendation).toBe('review');
  expect(InterviewResult.parse({ ...without, recommendation: null }).recommendation).toBeNull();
});

test('nothing scored is null, not zero', () => {
  expect(problemsOf((result) => ({ ...result, overall: null }))).toEqual([]);
});

test.each<[string, string, Change]>([
  ['a status that would reject a person', 'status', (result) => ({ ...result, status: 'failed' })],
  ['another version', 'schema', (result) => ({ ...result, schema: 'interview.result/2' })],
  ['an id that is not a UUID', 'id', (result) => ({ ...result, id: '42' })],
  ['revision 0', 'revision', (result) => ({ ...result, revision: 0 })],
  ['an unknown field', '', (result) => ({ ...result, rejected: true })],
  ['a nested value in metadata', 'metadata.site', (result) => ({ ...result, metadata: { site: { name: 'x' } } })],
  ['finished without a time', 'completedAt', (result) => ({ ...result, completedAt: null })],
  ['unfinished with a time', 'completedAt', (result) => ({ ...result, status: 'in_progress' })],
  ['an end before the start', 'completedAt', (result) => ({ ...result, completedAt: '2026-11-22T07:59:59.999Z' })],
  ['a local time', 'startedAt', (result) => ({ ...result, startedAt: '2026-11-22T08:00:00+08:00' })],
  [
    'a score outside its scale',
    'overall.value',
    (result) => ({ ...result, overall: { value: 101, min: 0, max: 100, label: null, passed: null } }),
  ],
  [
    'a scale of no width',
    'overall.max',
    (result) => ({ ...result, overall: { value: 5, min: 5, max: 5, label: null, passed: null } }),
  ],
  [
    'a report address of another protocol',
    'report.url',
    (result) => ({ ...result, report: { url: 'javascript:alert(1)', expiresAt: null, files: [] } }),
  ],
  [
    'a report file that climbs folders',
    'report.files.0.name',
    (result) => ({
      ...result,
      report: {
        url: null,
        expiresAt: null,
        files: [{ name: '../x.pdf', contentType: 'application/pdf', bytes: 1, sha256: 'a'.repeat(64) }],
      },
    }),
  ],
  [
    'two competencies of one key',
    'competencies',
    (result) => ({ ...result, competencies: [...sampleResult().competencies, sampleResult().competencies[0]] }),
  ],
  [
    'evidence that names no answer',
    'competencies',
    (result) => ({ ...result, answers: [{ id: 'q1', question: 'Why?', summary: null, media: [] }] }),
  ],
  ['a decision of nobody', 'review', (result) => ({ ...result, review: { by: null, at: null, decision: 'decline' } })],
])('%s is refused', (_, path, change) => {
  expect(problemsOf(change)).toEqual([path]);
});
