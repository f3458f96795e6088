import { TranscriberRequest, type RecogniserChoice, type TranscriberReply } from '#shared/transcript-protocol.ts';
import { TranscriptionError } from '#shared/transcript.ts';
import type { Locale } from '#shared/localized.ts';
import type { Carrier } from '#shared/child-carrier.ts';
import { ForeseenFailure } from '../common/foreseen-failure.ts';
import type { Recogniser } from './recogniser.ts';
import { rememberingRecogniser, type RememberingRecogniser } from './remembering-recogniser.ts';
import { transcribeRecording } from './transcribe-recording.ts';

/** Loads a recogniser for a language. */
export type LoadRecogniser = (choice: RecogniserChoice, locale: Locale) => Promise<Recogniser>;
type KeptRecogniser = (choice: RecogniserChoice, locale: Locale) => Promise<RememberingRecogniser>;

/**
 * Says that it is ready and answers requests one after the other, in the order they came.
 *
 * The recogniser used last stays loaded. Foreseen failures are answered; anything else goes to `onCrash`, so that the
 * process ends and the parent starts a fresh one.
 */
export function answerRequests(
  carrier: Carrier<TranscriberReply>,
  load: LoadRecogniser,
  onCrash: (error: unknown) => void,
): void {
  let last: Promise<void> = Promise.resolve();
  const recogniserFor = keepLast(load);
  carrier.onMessage((value) => {
    const request = TranscriberRequest.parse(value);
    last = last.then(async () => carrier.post(await answer(carrier, recogniserFor, request))).catch(onCrash);
  });
  carrier.post({ kind: 'ready' });
}

/** One recogniser in memory at a time: a model takes hundreds of megabytes. */
function keepLast(load: LoadRecogniser): KeptRecogniser {
  let kept: { readonly key: string; readonly recogniser: RememberingRecogniser } | null = null;
  return async (choice, locale) => {
    const key = JSON.stringify([choice, locale]);
    if (kept?.key === key) return kept.recogniser;
    kept = null;
    const recogniser = rememberingRecogniser(await load(choice, locale));
    kept = { key, recogniser };
    return recogniser;
  };
}

async function answer(
  carrier: Carrier<TranscriberReply>,
  recogniserFor: KeptRecogniser,
  { id, pcm, locale, segments, recogniser: choice, isAhead = false }: TranscriberRequest,
): Promise<TranscriberReply> {
  try {
    const recogniser = await recogniserFor(choice, locale);
    try {
      const ok = await transcribeRecording(pcm, segments, locale, recogniser, (doneMs, totalMs) =>
        carrier.post({ kind: 'progress', id, doneMs, totalMs }),
      );
      return { kind: 'transcribed', id, ok };
    } finally {
      if (!isAhead) recogniser.forget();
    }
  } catch (error) {
    if (!(error instanceof ForeseenFailure)) throw error;
    return { kind: 'failed', id, error: TranscriptionError.parse(error.toReply()) };
  }
}
