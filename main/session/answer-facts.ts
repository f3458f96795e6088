import { answerStatus, type SpeechAnalysis } from '#assessment/answer-status.ts';
import { scoreChoice } from '#assessment/choice/score-choice.ts';
import { scoreRanking } from '#assessment/choice/score-ranking.ts';
import type { AnswerBody } from '#shared/answer.ts';
import type { Item } from '#shared/job.ts';
import type { AnswerScore } from '#shared/score.ts';
import type { Interview } from './interview.ts';
import type { StoredAnswer } from './ports.ts';

/** The score of a touched answer, when the candidate agreed to computer scoring. */
export function scoreOf(interview: Interview, item: Item, body: AnswerBody): AnswerScore | null {
  if (interview.consents?.scoring !== true) return null;
  if (item.kind === 'choice' && body.kind === 'choice') return scoreChoice(item, body.optionId, interview.locale);
  if (item.kind === 'ranking' && body.kind === 'ranking') return scoreRanking(item, body.optionIds, interview.locale);
  return null;
}

function selectionOf(body: AnswerBody): readonly string[] | null {
  if (body.kind === 'choice') return [body.optionId];
  return body.kind === 'ranking' ? body.optionIds : null;
}

/** Where an answer stands, given what is known of its recording. */
export function statusOf(
  interview: Interview,
  item: Item,
  body: AnswerBody,
  speech: SpeechAnalysis | null,
): StoredAnswer['status'] {
  return answerStatus({
    itemKind: item.kind,
    consentsToScoring: interview.consents?.scoring === true,
    isSkipped: body.kind === 'skipped',
    selection: selectionOf(body),
    typedText: body.kind === 'typed' ? body.text : null,
    speech,
  });
}
