import { receiptStrengths } from '#assessment/feedback.ts';
import type { WordAssessment } from '#shared/assessment.ts';
import { localizedText } from '#shared/localized.ts';
import { countAnswered } from '#shared/plan.ts';
import { purposeOf } from '#shared/purpose.ts';
import type { Receipt } from '#shared/session-view.ts';
import type { Interview } from './interview.ts';
import type { Codes, StoredAnswer } from './ports.ts';

const DAY_MS = 86_400_000;

/** The receipt in the candidate's language: strengths with their words, the next step, the deletion code. Never a verdict. */
export function receiptOf(
  interview: Interview,
  answers: readonly StoredAnswer[],
  /** What the words of an item show. */
  wordsOf: (itemId: string) => WordAssessment | null,
  codes: Codes,
): Receipt {
  const { job, locale } = interview;
  const finalizedMs = Date.parse(interview.finalizedAt ?? interview.startedAt);
  const scored = job.items.map((item) => ({
    item,
    score: answers.find(({ itemId }) => itemId === item.id)?.score ?? null,
    words: wordsOf(item.id),
  }));
  return {
    reference: codes.reference(interview.id),
    // what somebody says on leaving tells of the workplace: there is nothing to praise in them
    strengths: purposeOf(job) === 'exit' ? [] : receiptStrengths(scored, locale, job.competencyModel),
    nextStep: localizedText(job.nextStep.text, locale),
    nextStepBy: new Date(finalizedMs + job.nextStep.withinDays * DAY_MS).toISOString().slice(0, 10),
    phone: job.nextStep.phone,
    deletionCode: codes.deletionCode(interview.id),
    answered: countAnswered(job, answers),
    total: job.items.length,
    isAnalysed: answers.every(({ status }) => status !== 'pending'),
  };
}
