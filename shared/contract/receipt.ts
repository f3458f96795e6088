import { z } from 'zod';
import { Locale } from '../localized.ts';
import { callableBy, Done } from './call.ts';

/** Why nothing came out of the printer, each with its sentence on the screens. */
export const PrintFailure = z.enum(['printer_offline', 'no_paper', 'printer_failed']);
export type PrintFailure = z.infer<typeof PrintFailure>;

/** What every call that prints may be answered with. */
export const printFailures = {
  not_configured: { message: 'This kiosk has no printer.' },
  printer_offline: { message: 'The printer does not answer.' },
  no_paper: { message: 'The printer has no paper.' },
  printer_failed: { message: 'The printer did not take the paper.' },
};

/** The candidate's receipt on paper. */
export const receipt = {
  /** What stands on the receipt's screen, for the candidate before it; a few times per interview. */
  print: callableBy('candidate')
    .output(Done)
    .errors({
      ...printFailures,
      not_now: { message: 'There is no receipt on the screen.' },
      too_often: { message: 'This receipt was printed often enough.' },
    }),

  /** A page of made-up words, by the settings as they are saved. */
  printTest: callableBy('manager', 'technician')
    .input(z.strictObject({ locale: Locale }))
    .output(Done)
    .errors(printFailures),
};
