import type { BankItem } from '#shared/assessment.ts';
import type { Locale } from '#shared/localized.ts';
import { englishStem } from './english-stem.ts';
import { ENGLISH } from './english-lexicon.ts';
import { normalise } from './normalise.ts';

/** BM25's usual constants (Robertson & Zaragoza 2009). */
const K1 = 1.2;
const B = 0.75;

const STOP = new Set<string>(ENGLISH.functionWords);

/** Questions are cut once: every answer is compared with the same ones. */
const questions = new Map<string, string[]>();
const MAX_QUESTIONS = 2000;

function questionTerms({ prompt, referenceWords }: BankItem, locale: Locale): string[] {
  const text = `${prompt[locale]} ${referenceWords[locale].join(' ')}`;
  const known = questions.get(`${locale} ${text}`);
  if (known !== undefined) return known;
  const terms = termsOf(text, locale);
  if (questions.size >= MAX_QUESTIONS) questions.clear();
  questions.set(`${locale} ${text}`, terms);
  return terms;
}

/** Character pairs of Chinese, stems of English content words: scoring.md §1.7. */
function termsOf(text: string, locale: Locale): string[] {
  const plain = normalise(text).text;
  if (locale === 'en') {
    return (plain.match(/[a-z0-9']+/gu) ?? []).filter((word) => !STOP.has(word)).map(englishStem);
  }
  const runs = plain.match(/[\p{Script=Han}a-z0-9]+/gu) ?? [];
  return runs.flatMap((run) => Array.from({ length: run.length - 1 }, (_, i) => run.slice(i, i + 2)));
}

export interface Relevance {
  /** Position of the asked question among all, 1 is nearest. */
  readonly rank: number;
  readonly questions: number;
  /** How far the nearest other question leads the asked one, as a share of the nearest; 0 when the asked one leads. */
  readonly lead: number;
}

/**
 * Which question of the bank an answer fits best, by BM25 of the answer against each question's words and reference words. Of a group
 * of equals only the one that was asked is compared: its equals ask for the same.
 * Weak evidence (AUC .84): a reason to ask or to listen, never a deduction.
 *
 * @returns null when there is nothing to compare with
 */
export function relevanceOf(
  answer: string,
  itemId: string,
  bank: readonly BankItem[],
  locale: Locale,
): Relevance | null {
  const group = bank.find((item) => item.itemId === itemId)?.group;
  const documents = bank
    .filter((item) => group === undefined || item.group !== group || item.itemId === itemId)
    .map((item) => ({ itemId: item.itemId, terms: questionTerms(item, locale) }));
  if (documents.length < 2 || !documents.some((document) => document.itemId === itemId)) return null;
  const query = new Set(termsOf(answer, locale));
  const meanLength = documents.reduce((sum, { terms }) => sum + terms.length, 0) / documents.length;
  const holding = new Map<string, number>();
  for (const { terms } of documents) {
    for (const term of new Set(terms)) if (query.has(term)) holding.set(term, (holding.get(term) ?? 0) + 1);
  }
  const scores = documents.map(({ itemId: id, terms }) => {
    const counts = new Map<string, number>();
    for (const term of terms) if (holding.has(term)) counts.set(term, (counts.get(term) ?? 0) + 1);
    let score = 0;
    for (const [term, count] of counts) {
      const n = holding.get(term) ?? 0;
      const idf = Math.log(1 + (documents.length - n + 0.5) / (n + 0.5));
      score += (idf * count * (K1 + 1)) / (count + K1 * (1 - B + (B * terms.length) / meanLength));
    }
    return { id, score };
  });
  const asked = scores.find(({ id }) => id === itemId)?.score ?? 0;
  const best = Math.max(...scores.map(({ score }) => score));
  return {
    rank: 1 + scores.filter(({ score }) => score > asked).length,
    questions: scores.length,
    lead: best <= 0 ? 0 : (best - asked) / best,
  };
}
