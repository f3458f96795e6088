import type { WordAssessment } from '#shared/assessment.ts';
import type { AnswerDetail } from '#shared/contract/review.ts';
import type { MachineView } from '#shared/review-sheet.ts';
import type { StoredAssessment, StoredInterview } from './ports.ts';

/**
 * The reading of an answer without anything that tells a level: clauses, flags and gates are left. What was missing and what a
 * follow-up could ask for tell as much as a number does, and go too.
 */
function withoutLevels(assessment: WordAssessment): WordAssessment {
  return {
    ...assessment,
    score: null,
    level: null,
    isProvisional: false,
    interval: null,
    confidence: null,
    star: null,
    indicators: [],
    acts: null,
    probe: null,
    probeOptions: [],
  };
}

function blind(stored: StoredAssessment): StoredAssessment {
  return stored.state === 'assessed' ? { ...stored, assessment: withoutLevels(stored.assessment) } : stored;
}

/**
 * An interview as a reader may see it (R25): before the reveal without any score; afterwards with what keys say of answers by touch;
 * with the machine's levels only where they are shown.
 */
export function asSeen(stored: StoredInterview, machine: MachineView): StoredInterview {
  if (machine === 'levels') return stored;
  return {
    ...stored,
    answers: machine === 'hidden' ? stored.answers.map((answer) => ({ ...answer, score: null })) : stored.answers,
    assessments: new Map([...stored.assessments].map(([itemId, each]) => [itemId, blind(each)])),
  };
}

/** The words the machine found, without what it made of them; null before the reveal. */
export function quotesOf(stored: StoredAssessment | undefined, machine: MachineView): AnswerDetail['machineQuotes'] {
  if (machine === 'hidden' || stored?.state !== 'assessed') return null;
  const { indicators, acts } = stored.assessment;
  const found = indicators.map(({ indicatorId, evidence, counterCues }) => ({
    indicatorId,
    clauses: evidence.map(({ clause }) => clause),
    counterCues,
  }));
  // a conversation is read act by act, for all its indicators together
  const shown = acts?.acts.filter(({ weight }) => weight > 0).map(({ clause }) => clause) ?? [];
  const against = acts?.acts.filter(({ weight }) => weight < 0).map(({ clause }) => clause) ?? [];
  return acts === null ? found : [...found, { indicatorId: null, clauses: shown, counterCues: against }];
}
