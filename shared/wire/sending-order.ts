import { ERASURE_TYPE } from './known-records.ts';

/** What leaves first, next and last; inside a class the order is `seq`. Files follow the records, sound before pictures. */
export const SENDING_CLASSES = ['urgent', 'results', 'transcripts'] as const;
/** See {@link SENDING_CLASSES}. */
export type SendingClass = (typeof SENDING_CLASSES)[number];

/**
 * What a person waits for: erasures, because somebody has a right to them, and what people decided, because others act on it.
 * A few hundred bytes each. A trailing dot stands for all types that begin so.
 */
const URGENT = [ERASURE_TYPE, 'session.withdrawn', 'decision.', 'review.', 'rating.', 'proposal.', 'action.'] as const;

/** The words of answers: by far the most bytes among records. */
const TRANSCRIPTS = ['answer.assessed', 'answer.read_back', 'answer.analysed'] as const;

/** Types of a class, for stores that sort by themselves; `results` is every other type. */
export const SENDING_TYPES: Readonly<Record<Exclude<SendingClass, 'results'>, readonly string[]>> = {
  urgent: URGENT,
  transcripts: TRANSCRIPTS,
};

const isAmong = (names: readonly string[], type: string): boolean =>
  names.some((name) => (name.endsWith('.') ? type.startsWith(name) : type === name));

/** The class a record of this type leaves in. Types unknown to this release go with the results. */
export function sendingClassOf(type: string): SendingClass {
  if (isAmong(URGENT, type)) return 'urgent';
  return isAmong(TRANSCRIPTS, type) ? 'transcripts' : 'results';
}

/** 0 leaves first. */
export const sendingRank = (type: string): number => SENDING_CLASSES.indexOf(sendingClassOf(type));
