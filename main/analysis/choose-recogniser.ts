import type { Locale } from '#shared/localized.ts';
import type { ModelCatalogEntry, PinnedModelFile } from '#shared/models.ts';
import type { PocketsphinxChoice, RecogniserChoice } from '#shared/transcript-protocol.ts';

/** The part of the model store that is asked. */
export interface InstalledModels {
  /** The first installed model of the catalogue for a task and language; null when there is none. */
  find(
    task: 'speech_recognition',
    locale: Locale,
  ): {
    readonly entry: Pick<ModelCatalogEntry, 'id' | 'engine'> & { readonly files: readonly PinnedModelFile[] };
    readonly directory: string;
  } | null;
}

/**
 * Which recogniser serves a language: an installed model, in the catalogue's order of preference; for English else the
 * operating system's; else none, which is said and not papered over.
 */
export function chooseRecogniser(
  installed: InstalledModels,
  pocketsphinx: PocketsphinxChoice | null,
  locale: Locale,
): RecogniserChoice | null {
  const found = installed.find('speech_recognition', locale);
  if (found?.entry.engine !== undefined) {
    const { id, engine, files } = found.entry;
    return { library: 'sherpa_onnx', engine, modelId: id, directory: found.directory, files: [...files] };
  }
  return locale === 'en' ? pocketsphinx : null;
}
