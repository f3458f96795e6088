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
  /** `sha256` names the sound: of the text, its language and its voice. */
  | { readonly sha256: string; readonly durationMs: number }
  | { readonly unavailable: ReadAloudUnavailable; readonly detail: string };

/**
 * Speaks the questions, and to a candidate the words that were heard of them. Without it the questions are still on the
 * screen: no caller may depend on sound.
 */
export interface ReadAloud {
  /** Has a WAV that says the text ready in memory, and says how long it takes. Never rejects for the speech program's sake. */
  readonly render: (request: { text: string; locale: Locale }) => Promise<ReadAloudResult>;
  /** The whole WAV; null when it was never made, or is not kept any more. */
  readonly soundOf: (sha256: string) => Buffer | null;
  /** Drops all sounds: an interview is over. */
  readonly forget: () => void;
}
