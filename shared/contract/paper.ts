import { z } from 'zod';
import { SessionId } from '../ids.ts';
import { Locale } from '../localized.ts';
import type { Purpose } from '../purpose.ts';
import { callableBy, Done } from './call.ts';
import { printFailures } from './receipt.ts';

/** What can be printed of one interview: for those who decide, for a second interviewer, for the person it is about (the last two). */
export const PaperKind = z.enum(['report', 'guide', 'explanation', 'training']);
export type PaperKind = z.infer<typeof PaperKind>;

/**
 * The papers of an interview, by what it was held for. A guide to a second interview and an explanation belong to decisions about
 * people; what may be learned next is said of a training check alone.
 */
export const PAPERS: Readonly<Record<Purpose, readonly PaperKind[]>> = {
  hiring: ['report', 'guide', 'explanation'],
  promotion: ['report', 'guide', 'explanation'],
  training: ['report', 'training'],
  exit: ['report'],
};

const WantedPaper = z.strictObject({ id: SessionId, kind: PaperKind, locale: Locale });
export type WantedPaper = z.infer<typeof WantedPaper>;

const refusals = {
  session_unknown: { message: 'There is no such interview on this kiosk.' },
  not_finished: { message: 'Only a finished interview has papers.' },
  /** It would tell what others judged. */
  not_rated: { message: 'Rate the interview first.' },
  nothing_open: { message: 'Every competency was seen alike: a second interview has nothing to ask.' },
  paper_not_offered: { message: 'There is no such paper of an interview of this kind.' },
  not_decided: { message: 'Nothing has been decided yet.' },
};

/** Papers of an interview, with no more in them than the caller may see of it. */
export const paper = {
  make: callableBy('manager')
    .input(WantedPaper)
    .output(z.strictObject({ name: z.string(), pdf: z.base64() }))
    .errors(refusals),

  /** On the printer of the settings, where that is one for pages. */
  print: callableBy('manager')
    .input(WantedPaper)
    .output(Done)
    .errors({
      ...refusals,
      ...printFailures,
      /** A roll of 58 mm or 80 mm holds no page. */
      receipts_only: { message: 'Papers need a page printer; the one of this kiosk prints receipts.' },
    }),
};
