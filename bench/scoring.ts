import type { WordAssessmentInput } from '#shared/assessment.ts';
import { LOCALES, type Locale } from '#shared/localized.ts';
import { assessWords, type EngineTools } from '#assessment/words/assess-words.ts';
import type { Tagger, Token } from '#assessment/words/tagger.ts';
import { configHashOf, loadTaggers } from '#main/children/analyst/assessor.ts';
import { inputOf, typed } from '#tests/scoring/engine.ts';
import { answers, bank, shippedJob } from '#tests/scoring/fixtures.ts';

const REPEATS = 5;

/**
 * What reading one answer costs, over the open half of the scoring fixtures with the cues of the shipped posts.
 *
 * @returns `rules_ms_*` the rule engine per answer, its words tagged before; `tagging_ms_*` the tagger per answer;
 *   `load_ms` both taggers, once per process; `rules_p95_ms` the slowest of twenty answers, both languages
 */
export async function benchScoring(): Promise<Record<string, number>> {
  const started = performance.now();
  const taggers = loadTaggers();
  const loadMs = performance.now() - started;
  const configHash = configHashOf(taggers);
  const figures: Record<string, number> = { load_ms: loadMs };
  const all: number[] = [];
  for (const locale of LOCALES) {
    const inputs = inputsOf(locale);
    const tagged = remembering(taggers[locale]);
    const tools: EngineTools = { taggers: { ...taggers, [locale]: tagged }, configHash, embedding: null };
    for (const input of inputs) assessWords(input, tools);
    const rules = inputs.map((input) => median(repeat(() => assessWords(input, tools))));
    const texts = inputs.map(({ parts }) => parts[0]?.typedText ?? '');
    const tagging = texts.map((text) => median(repeat(() => taggers[locale].tag(text))));
    all.push(...rules);
    const name = locale === 'zh-CN' ? 'zh' : locale;
    figures[`rules_ms_${name}`] = mean(rules);
    figures[`tagging_ms_${name}`] = mean(tagging);
  }
  figures['rules_p95_ms'] = all.toSorted((a, b) => a - b)[Math.floor(all.length * 0.95)] ?? Number.NaN;
  return figures;
}

function inputsOf(locale: Locale): WordAssessmentInput[] {
  const questions = bank();
  return (['stories', 'generic'] as const)
    .flatMap((kind) => answers('tune', kind, locale))
    .map(({ jobId, itemId, text }) =>
      inputOf(locale, [typed(text)], { job: shippedJob(jobId), itemId, bank: questions }),
    );
}

/** A tagger that has seen every text already. */
function remembering(tagger: Tagger): Tagger {
  const known = new Map<string, Token[]>();
  return {
    id: tagger.id,
    tag: (text) => {
      const tokens = known.get(text) ?? tagger.tag(text);
      known.set(text, tokens);
      return tokens;
    },
  };
}

function repeat(run: () => unknown): number[] {
  return Array.from({ length: REPEATS }, () => {
    const before = performance.now();
    run();
    return performance.now() - before;
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}
