import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainingFile } from '#shared/training.ts';
import { readTrainingFile, ResourceFileError } from './store/resource-files.ts';

/** What is suggested at this site, and what is wrong with the employer's own file; null where it is used, or there is none. */
export interface TrainingSuggestions {
  readonly file: TrainingFile;
  readonly problem: string | null;
}

const PLACE = ['training', 'suggestions.yaml'] as const;

/**
 * The suggestions of this site: the employer's file in the folder of the kiosk's data where there is one, else the shipped one. It is
 * read anew when it has changed; while it cannot be used the shipped one stands in, and a sentence says what is wrong.
 *
 * @throws {ResourceFileError} when the shipped file cannot be used
 */
export function openTrainingSuggestions(resourcesDirectory: string, dataDirectory: string): () => TrainingSuggestions {
  const shipped = readTrainingFile(join(resourcesDirectory, ...PLACE), read);
  const own = join(dataDirectory, ...PLACE);
  let known: { readonly at: number; readonly found: TrainingSuggestions } | null = null;
  return () => {
    if (!existsSync(own)) return { file: shipped, problem: null };
    const at = statSync(own).mtimeMs;
    if (known?.at !== at) known = { at, found: attempt() };
    return known.found;
  };

  function attempt(): TrainingSuggestions {
    try {
      return { file: readTrainingFile(own, read), problem: null };
    } catch (error) {
      if (!(error instanceof ResourceFileError)) throw error;
      return { file: shipped, problem: error.message };
    }
  }
}

const read = (file: string): string => readFileSync(file, 'utf8');
