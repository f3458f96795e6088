import { EmbeddingChoice } from '#shared/analyst-protocol.ts';
import { LOCALES } from '#shared/localized.ts';
import { ForeseenFailure } from '../common/foreseen-failure.ts';
import type { SentenceEmbedders } from './assessor.ts';
import { type Embedder, loadEmbedder } from './embedder.native.ts';

/**
 * The sentence model this kiosk has, ready for each language it was calibrated for.
 *
 * @param json an `EmbeddingChoice`; undefined when none is installed
 * @param complain told why a model is not used: the engine then goes on by words alone, and every result says so
 */
export async function loadEmbedders(
  json: string | undefined,
  complain: (reason: string) => void,
  load: (choice: EmbeddingChoice) => Promise<Pick<Embedder, 'calibrated'>> = loadEmbedder,
): Promise<SentenceEmbedders> {
  if (json === undefined) return {};
  const choice = EmbeddingChoice.parse(JSON.parse(json));
  try {
    const embedder = await load(choice);
    const ready = LOCALES.flatMap((locale) => {
      const calibration = choice.calibration[locale];
      return calibration === undefined ? [] : [[locale, embedder.calibrated(calibration)] as const];
    });
    return Object.fromEntries(ready);
  } catch (error) {
    if (!(error instanceof ForeseenFailure)) throw error;
    complain(`The sentence model is not used (${error.code}): ${error.message}`);
    return {};
  }
}
