import type { AnswerPart, Gates } from '#shared/assessment.ts';
import type { Locale } from '#shared/localized.ts';
import type { ClauseUnit } from './clauses.ts';
import { functionShareOf, repeatedShareOf, unitsOf } from './signals.ts';
import type { Passage } from './passage.ts';
import { rounded, WORD_CONSTANTS } from './word-constants.ts';

type Recording = AnswerPart['recordings'][number];

const LANGUAGE: Readonly<Record<Locale, RegExp>> = { 'zh-CN': /^(zh|cmn|yue|mandarin|chinese)/u, en: /^(en|english)/u };

/** Recordings whose words were taken as the recogniser wrote them: nobody has put them right. */
function trustedToRecogniser(parts: readonly AnswerPart[]): Recording[] {
  return parts.flatMap(({ by, readBack, recordings }) => (by === 'spoken' && readBack === null ? recordings : []));
}

function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}

/** What decides whether an answer can be scored at all (§1.2), as measured. */
export function gatesOf(
  parts: readonly AnswerPart[],
  passages: readonly Passage[],
  units: readonly ClauseUnit[],
  locale: Locale,
): Gates {
  const recordings = parts.flatMap((part) => (part.by === 'spoken' ? part.recordings : []));
  const raw = trustedToRecogniser(parts);
  const heard = raw.flatMap(({ transcript }) => (transcript === null ? [] : [transcript]));
  const heardUnits = heard.reduce(
    (total, { segments }) => total + segments.reduce((n, { text }) => n + unitsOf(text, locale).length, 0),
    0,
  );
  const heardMs = raw.reduce(
    (total, { transcript, speechMs }) => (transcript === null ? total : total + (speechMs ?? transcript.speechMs)),
    0,
  );
  const text = passages.map((passage) => passage.text).join('\n');
  const all = unitsOf(text, locale);
  const functionShare = functionShareOf(units, locale);
  const [low, high] = WORD_CONSTANTS.gates.rate[locale];
  return {
    units: all.length,
    minUnits: WORD_CONSTANTS.gates.minUnits[locale],
    speechMs: sum(recordings.map(({ speechMs }) => speechMs)),
    rate: heardMs > 0 ? rounded(heardUnits / (heardMs / 1000)) : null,
    rateRange: [low, high],
    unknownRatio: heard.length === 0 ? null : rounded(Math.max(...heard.map(({ unknownRatio }) => unknownRatio))),
    heardLanguage: heard.map(({ heardLanguage }) => heardLanguage).find((language) => language !== null) ?? null,
    functionShare: functionShare === null ? null : rounded(functionShare),
    repeatedShare: rounded(repeatedShareOf(all, locale)),
  };
}

/** Whether what was recognised can be what was said: rate, language and unknown words. True for words nobody recognised. */
export function isPlausible(gates: Gates, locale: Locale): boolean {
  const { rate, rateRange, heardLanguage, unknownRatio } = gates;
  const [low, high] = rateRange;
  if (rate !== null && (rate < low || rate > high)) return false;
  if (heardLanguage !== null && !LANGUAGE[locale].test(heardLanguage.toLowerCase())) return false;
  return unknownRatio === null || unknownRatio <= WORD_CONSTANTS.gates.maxUnknownRatio;
}
