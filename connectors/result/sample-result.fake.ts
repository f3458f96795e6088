import { InterviewResult } from '#shared/result.ts';

/** A finished interview, checked by the schema; every value is made up. `change` replaces whole top-level fields. */
export function sampleResult(change: Partial<InterviewResult> = {}): InterviewResult {
  return InterviewResult.parse({
    schema: 'interview.result/1',
    id: '0198b6a2-54f1-7c10-8a5e-3f1f5a0c9d21',
    revision: 1,
    order: { system: 'kombo', id: 'GRKdd9dibYKKCrmGRSMJf3wu', url: null },
    candidate: {
      ref: 'cand-0042',
      name: '张伟',
      email: 'zhang.wei@example.com',
      phone: '+86 138 0013 8000',
      externalIds: [{ system: 'feishu', id: '6960663240925956437' }],
    },
    job: { ref: 'assembly-operator', title: '装配工 Assembly operator', externalIds: [] },
    status: 'completed',
    recommendation: 'yes',
    overall: { value: 81.5, min: 0, max: 100, label: 'B+', passed: null },
    competencies: [
      {
        key: 'safety_awareness',
        label: '安全意识 Safety',
        score: { value: 4.1, min: 1, max: 5 },
        rating: 'yes',
        evidence: ['q4'],
      },
      { key: 'team_work', label: '团队合作 Team work', score: null, rating: null, evidence: [] },
    ],
    report: { url: 'https://hub.example.com/r/0198b6a2', expiresAt: null, files: [] },
    assessor: { kind: 'ai', name: 'anteroom', version: '0.1.0' },
    review: { by: null, at: null, decision: null },
    startedAt: '2026-11-22T08:00:00.000Z',
    completedAt: '2026-11-22T08:21:30.000Z',
    language: 'zh-CN',
    device: 'kiosk-007',
    metadata: { site: 'Shenzhen 3', shift: 'night' },
    ...change,
  });
}

/** The same interview scored again. */
export function rescored(result: InterviewResult, value: number): InterviewResult {
  const { overall } = result;
  if (overall === null) throw new Error('Nothing was scored.');
  return InterviewResult.parse({ ...result, revision: result.revision + 1, overall: { ...overall, value } });
}
