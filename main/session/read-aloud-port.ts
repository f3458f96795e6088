import type { Locale } from '#shared/localized.ts';

/** A question is a few sentences; more than this is not one. */
export const READ_ALOUD_LIMIT_CHARACTERS = 600;

/**
 * - `not_installed` the speech program is missing
 * - `nothing_to_read` the text holds no word
 * - `too_long` more than {@link READ_ALOUD_LIMIT_CHARACTERS}
 * - `timed_out` / `failed` the program did not deliver; `detail` has its words for the log
 */
export type ReadAloudUnavailable = 'not_installed' | 'nothing_to_read' | 'too_long' | 'timed_out' | 'failed';

export type ReadAloudResult =
  | { readonly path: string; readonly durationMs: number }
  | { readonly unavailable: ReadAloudUnavailable; readonly detail: string };

/** Speaks the questions. Without it the questions are still on the screen: no caller may depend on sound. */
export interface ReadAloud {
  /** A WAV file that says the text, and how long it takes. Never rejects for the speech program's sake. */
  readonly render: (request: { text: string; locale: Locale }) => Promise<ReadAloudResult>;
}
