import { createHash } from 'node:crypto';
import type { WordAssessment, WordAssessmentInput } from '#shared/assessment.ts';
import type { Locale } from '#shared/localized.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import { assessWords, textsToEmbed } from '#assessment/words/assess-words.ts';
import { engineConfig } from '#assessment/words/engine-config.ts';
import type { Embedding } from '#assessment/words/similarity.ts';
import type { Taggers } from '#assessment/words/tagger.ts';
import { loadJiebaTagger } from './jieba-tagger.native.ts';
import { loadWinkTagger } from './wink-tagger.ts';

/** A sentence model, when one is provisioned. */
export interface SentenceEmbedder {
  readonly identity: Embedding['identity'];
  /** Unit vectors in the order of the sentences. */
  embed(sentences: readonly string[]): Promise<readonly Float32Array[]>;
}

/** A model is calibrated for each language by itself, or not used in it. */
export type SentenceEmbedders = Readonly<Partial<Record<Locale, SentenceEmbedder>>>;

export interface Assessor {
  assess(input: WordAssessmentInput): Promise<WordAssessment>;
}

/** Both taggers. A second per process, so it waits for the first answer that is read. */
export function loadTaggers(): Taggers {
  return { 'zh-CN': loadJiebaTagger(), en: loadWinkTagger() };
}

/** SHA-256 of everything a number depends on beside the answer and the job. */
export function configHashOf(taggers: Taggers): string {
  return createHash('sha256')
    .update(canonicalText(engineConfig(taggers)))
    .digest('hex');
}

/**
 * The scoring engine with what it needs, loaded once and lazily.
 *
 * @param embedders by language; without one, words are matched by concept groups alone, and every result says so
 */
export function createAssessor(embedders: SentenceEmbedders = {}, load: () => Taggers = loadTaggers): Assessor {
  let loaded: { taggers: Taggers; configHash: string } | null = null;
  return {
    assess: async (input) => {
      if (loaded === null) {
        const taggers = load();
        loaded = { taggers, configHash: configHashOf(taggers) };
      }
      const embedder = embedders[input.locale];
      const embedding = embedder === undefined ? null : await embeddingOf(input, embedder, loaded.taggers);
      return assessWords(input, { ...loaded, embedding });
    },
  };
}

async function embeddingOf(
  input: WordAssessmentInput,
  embedder: SentenceEmbedder,
  taggers: Taggers,
): Promise<Embedding> {
  const { clauses, exemplars } = textsToEmbed(input, { taggers });
  const texts = [...new Set([...clauses, ...exemplars])];
  const vectors = texts.length === 0 ? [] : await embedder.embed(texts);
  return { identity: embedder.identity, vectors: new Map(texts.map((text, i) => [text, vectors[i] ?? []])) };
}
