import { v7 } from 'uuid';
import type { SessionId } from '#shared/ids.ts';
import type { ChoiceItem, Job } from '#shared/job.ts';
import type { Localized } from '#shared/localized.ts';
import { readJobs } from '../store/resource-files.ts';
import type { InterviewFacts } from './ports.ts';

const say = (text: string): Localized => ({ 'zh-CN': `${text}（中）`, en: text });
const [shipped] = await readJobs('resources/jobs');
if (!shipped) throw new Error('no job is shipped');
const { dimensions } = shipped.competencyModel;

/** The first shipped post with one choice per dimension: what was chosen is the score of the dimension. */
export const choiceJob: Job = {
  ...shipped,
  items: dimensions.map(({ id, indicators }): ChoiceItem => ({
    id: `q-${id}`,
    kind: 'choice',
    prompt: say(`What would you do about ${id}?`),
    hint: say('There is no trick.'),
    elicits: indicators.map((indicator) => ({ indicatorId: indicator.id, weight: 1 })),
    options: [1, 0.5, 0].map((effectiveness) => ({
      id: `o-${effectiveness * 10}`,
      text: say(`way ${effectiveness}`),
      effectiveness,
      why: say('because'),
      strength: say('You know what helps.'),
    })),
    key: { source: 'authored' },
  })),
};
export const DIMENSION_IDS: readonly string[] = dimensions.map(({ id }) => id);

/**
 * A finished interview of that post.
 *
 * @param shares score of each dimension, 0 to 1, in their order; fewer leave the interview after as many questions
 */
export function sampleFacts(
  index: number,
  shares: readonly number[],
  change: Partial<InterviewFacts> = {},
): InterviewFacts {
  const startedMs = Date.parse('2026-01-05T01:00:00.000Z') + index * 3_600_000;
  const isFinished = shares.length === DIMENSION_IDS.length;
  return {
    id: v7({ msecs: startedMs }) as SessionId,
    phase: isFinished ? 'finalized' : 'sealed',
    startedAt: new Date(startedMs).toISOString(),
    job: choiceJob,
    hasConsented: true,
    answers: shares.map((score, number) => ({
      itemId: `q-${DIMENSION_IDS[number]}`,
      status: 'scored',
      score: {
        score,
        level: Math.round(1 + 4 * score),
        evidence: [{ kind: 'option', optionId: 'o-10', text: 'way' }],
        keySource: 'authored',
        rule: { id: 'choice', version: 1 },
      },
      answeredAt: new Date(startedMs + (number + 1) * 60_000).toISOString(),
      isSkipped: false,
    })),
    survey: isFinished ? { ease: 4, clarity: 5, fairness: 3, comment: '' } : null,
    assessments: isFinished ? [] : null,
    sounds: [{ startedAt: new Date(startedMs).toISOString(), snrDb: 12 + (index % 5), isNoisy: index % 4 === 0 }],
    ...change,
  };
}
