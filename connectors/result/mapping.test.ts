import { expect, test } from 'vitest';
import { applyMapping, nested } from './apply-mapping.ts';
import { problemLine, readMapping, type MappingTarget } from './mapping.ts';
import { sampleResult } from './sample-result.fake.ts';

const target: MappingTarget = {
  required: ['name'],
  fields: ['name', 'score', 'score.value', 'verdict', 'note', 'at', 'kind', 'x.*'],
  lists: { parts: { required: ['id'], fields: ['id', 'score.value', 'score.max', 'kind'] } },
};

function mapped(text: string, result = sampleResult()) {
  const reading = readMapping(`mapping: interview.mapping/1\n${text}`, target);
  if (!reading.isValid) throw new Error(reading.problems.map(problemLine).join('\n'));
  return applyMapping(reading.mapping, result);
}

function problems(text: string): string[] {
  const reading = readMapping(text, target);
  return reading.isValid ? [] : reading.problems.map(problemLine);
}

const HEAD = 'mapping: interview.mapping/1\n';

test('every transform', () => {
  const { fields } = mapped(`fields:
  name: candidate.name
  score: { from: overall, scale: [0, 10], decimals: 1 }
  verdict: { from: recommendation, map: { strong_yes: 2, yes: 2 }, otherwise: 3 }
  note: { join: ['job.title', 'competencies[*].label', 'overall'], with: ' | ' }
  at: { from: completedAt, date: epoch_ms }
  kind: { constant: VIDEO }
  x.safety: { from: 'competencies[safety_awareness].score', scale: [0, 100], decimals: 0 }
  x.id: 'candidate.externalIds[feishu].id'
  x.site: metadata.site
  x.day: { from: startedAt, date: day }
`);
  expect(Object.fromEntries(fields)).toEqual({
    name: '张伟',
    score: 8.2,
    verdict: 2,
    note: '装配工 Assembly operator | 安全意识 Safety | 团队合作 Team work | 81.5/100',
    at: Date.parse('2026-11-22T08:21:30.000Z'),
    kind: 'VIDEO',
    'x.safety': 78,
    'x.id': '6960663240925956437',
    'x.site': 'Shenzhen 3',
    'x.day': '2026-11-22',
  });
});

test('what the document does not have is null, never an invented value', () => {
  const { fields } = mapped(
    `fields:
  name: candidate.name
  score: { from: overall, scale: [0, 10] }
  note: { join: [candidate.email, candidate.phone] }
  x.team: { from: 'competencies[team_work].score', scale: [0, 100] }
  x.nobody: 'candidate.externalIds[sap].id'
  verdict: { from: recommendation, map: { yes: 2 }, otherwise: 3 }
`,
    sampleResult({
      overall: null,
      recommendation: null,
      candidate: { ...sampleResult().candidate, email: null, phone: null },
    }),
  );
  expect([...fields.values()]).toEqual(['张伟', null, null, null, null, 3]);
});

test('a list of the target has an element for each element of the document', () => {
  const { lists } = mapped(`fields: { name: candidate.name }
lists:
  parts:
    each: competencies
    fields: { id: key, score.value: score.value, score.max: score.max, kind: { constant: SUB } }
`);
  expect(lists.get('parts')?.map(nested)).toEqual([
    { id: 'safety_awareness', score: { value: 4.1, max: 5 }, kind: 'SUB' },
    { id: 'team_work', kind: 'SUB' },
  ]);
});

test.each<[string, string, string]>([
  [
    'an unknown path',
    'fields:\n  name: candidate.nmae',
    'line 3, fields.name: "candidate.nmae" is unknown: candidate has no "nmae". It has: ref, name, email',
  ],
  [
    'an unknown field',
    'fields:\n  name: candidate.name\n  colour: job.title',
    'line 4, fields.colour: this target has no field "colour". It has: name, score',
  ],
  ['a missing field', 'fields:\n  note: job.title', 'line 2, fields: "name" is missing'],
  [
    'an unknown transform',
    'fields:\n  name: { upper: candidate.name }',
    'line 3, fields.name: must be a path, or hold one of: scale, map, join, date, constant, from',
  ],
  [
    'two transforms',
    'fields:\n  name: { from: overall, scale: [0, 1], date: iso }',
    'line 3, fields.name: Unrecognized key: "date"',
  ],
  [
    'a scale of something without one',
    'fields:\n  name: { from: job.title, scale: [0, 1] }',
    'line 3, fields.name.from: "job.title" has no scale',
  ],
  [
    'a scale upside down',
    'fields:\n  name: { from: overall, scale: [1, 0] }',
    'line 3, fields.name.scale: the first number must be below the second',
  ],
  [
    'a value that never comes',
    'fields:\n  name:\n    from: status\n    map:\n      failed: x',
    'line 6, fields.name.map.failed: "status" is never "failed". It is one of: pending',
  ],
  ['a group', 'fields:\n  name: candidate', 'line 3, fields.name: "candidate" is a group'],
  [
    'a score without its scale',
    'fields:\n  name: overall',
    'line 3, fields.name: "overall" is a number with a scale: write { from: overall, scale: [0, 100] }',
  ],
  [
    'many values',
    "fields:\n  name: 'competencies[*].label'",
    'line 3, fields.name: "competencies[*].label" leads to many values; join them',
  ],
  ['a step too far', 'fields:\n  name: job.title.en', 'line 3, fields.name: "job.title.en" goes too far'],
  [
    'an unknown date form',
    'fields:\n  name: { from: startedAt, date: us }',
    'line 3, fields.name.date: Invalid option',
  ],
  [
    'an unknown list',
    'fields: { name: job.title }\nlists:\n  bits: { each: competencies, fields: { id: key } }',
    'line 4, lists.bits: this target has no list "bits". It has: parts',
  ],
  [
    'a list of no list',
    'fields: { name: job.title }\nlists:\n  parts: { each: job, fields: { id: key } }',
    'line 4, lists.parts.each: "job" is no list of the result. Lists: competencies, answers',
  ],
  ['a name given twice', 'fields:\n  name: job.title\n  name: job.ref', 'line 4: Map keys must be unique'],
  ['broken YAML', 'fields: [', 'line'],
])('%s is told with its line', (_, text, expected) => {
  const found = problems(HEAD + text);
  expect(found.length).toBeGreaterThan(0);
  expect(found[0]).toContain(expected);
});

test('a file of another version is refused', () => {
  expect(problems('mapping: interview.mapping/2\nfields: { name: job.title }')[0]).toContain(
    'must be interview.mapping/1',
  );
});
