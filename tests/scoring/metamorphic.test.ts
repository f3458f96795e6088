import { expect, test } from 'vitest';
import type { WordAssessment } from '#shared/assessment.ts';
import type { Locale } from '#shared/localized.ts';
import { assess, heard, tools } from './engine.ts';
import { answers, assessFixture, LANGUAGES, shippedJob, type Answer } from './fixtures.ts';
import { asKeywords, misheard, shuffled, toTraditional, withFillers, withoutPunctuation } from './rewrite.ts';

// What must hold of any answer, whoever gives it and however it is judged: no label is needed (scoring.md §1.9).
const SLOW = 300_000;
const KINDS = ['stories', 'generic', 'off-topic'] as const;

interface Case {
  answer: Answer;
  result: WordAssessment;
}

const cases = new Map<Locale, Case[]>();

function casesOf(locale: Locale): Case[] {
  const known = cases.get(locale);
  if (known !== undefined) return known;
  const made = KINDS.flatMap((kind) => answers('tune', kind, locale)).map((answer) => ({
    answer,
    result: assessFixture(answer, locale),
  }));
  cases.set(locale, made);
  return made;
}

/** Ids of the answers whose rewriting did not come out as it must. */
function failures(
  locale: Locale,
  rewrite: (text: string) => string,
  holds: (before: WordAssessment, after: WordAssessment) => boolean,
): string[] {
  return casesOf(locale).flatMap(({ answer, result }) => {
    const after = assessFixture(answer, locale, rewrite(answer.text));
    return holds(result, after)
      ? []
      : [`${answer.id}: ${result.score ?? result.status} → ${after.score ?? after.status}`];
  });
}

const isSame = (before: WordAssessment, after: WordAssessment): boolean =>
  before.score === after.score && before.star?.depth === after.star?.depth && before.status === after.status;

for (const locale of LANGUAGES) {
  test(
    `${locale}: at least 40 answers, some of them scored`,
    () => {
      expect(casesOf(locale).length).toBeGreaterThanOrEqual(40);
      expect(casesOf(locale).filter(({ result }) => result.score !== null).length).toBeGreaterThan(10);
    },
    SLOW,
  );

  test(
    `${locale}: said twice is worth the same, and flagged`,
    () => {
      const isFlagged = ({ signals }: WordAssessment): boolean => signals.some(({ code }) => code === 'repetition');
      expect(
        failures(
          locale,
          (text) => `${text}\n${text}`,
          (before, after) =>
            before.score === after.score && before.star?.depth === after.star?.depth && isFlagged(after),
        ),
      ).toEqual([]);
    },
    SLOW,
  );

  test(
    `${locale}: hesitations change nothing`,
    () => {
      expect(failures(locale, (text) => withFillers(text, locale), isSame)).toEqual([]);
    },
    SLOW,
  );

  test(
    `${locale}: whether a he or a she is spoken of changes nothing`,
    () => {
      const swapped: Readonly<Record<string, string>> = {
        he: 'she',
        she: 'he',
        him: 'her',
        his: 'her',
        He: 'She',
        She: 'He',
        他: '她',
        她: '他',
      };
      const swap = (text: string): string =>
        text.replaceAll(
          locale === 'en' ? /\b(he|she|him|his|He|She)\b/gu : /[他她]/gu,
          (word) => swapped[word] ?? word,
        );
      expect(failures(locale, swap, isSame)).toEqual([]);
    },
    SLOW,
  );

  test(
    `${locale}: who somebody is and where he comes from changes nothing`,
    () => {
      const [one, other] =
        locale === 'en'
          ? ['My name is John, I come from Texas. ', 'My name is Ming, I come from Fujian. ']
          : ['我叫王强，河南周口人。', '我叫古丽，新疆喀什人。'];
      const differ = casesOf(locale).filter(
        ({ answer }) =>
          !isSame(assessFixture(answer, locale, one + answer.text), assessFixture(answer, locale, other + answer.text)),
      );
      expect(differ.map(({ answer }) => answer.id)).toEqual([]);
    },
    SLOW,
  );

  test(
    `${locale}: without punctuation no scored answer gains more than 4 points`,
    () => {
      const gained = failures(
        locale,
        (text) => withoutPunctuation(text, locale),
        (before, after) => before.score === null || after.score === null || after.score <= before.score + 0.04,
      );
      expect(gained.length / casesOf(locale).length).toBeLessThanOrEqual(0.05);
    },
    SLOW,
  );

  test(
    `${locale}: a list of keywords is flagged and never gets a number of its own`,
    () => {
      const lists = casesOf(locale).map(({ answer }) => assessFixture(answer, locale, asKeywords(answer.text, locale)));
      const flagged = lists.filter(
        ({ signals, status }) => signals.some(({ code }) => code === 'keyword_list') || status === 'needs_review:short',
      );
      console.log(`${locale}: keyword lists flagged or too short ${flagged.length}/${lists.length}`);
      expect(flagged.length / lists.length).toBeGreaterThanOrEqual(0.8);
      expect(lists.filter(({ status, level }) => status === 'scored' && (level ?? 1) > 2)).toEqual([]);
    },
    SLOW,
  );

  test(
    `${locale}: shuffled words never get more than the answer they were taken from`,
    () => {
      const outscored: string[] = [];
      let flagged = 0;
      let total = 0;
      for (const { answer, result } of casesOf(locale)) {
        for (const seed of [1, 2, 3]) {
          const mixed = assessFixture(answer, locale, shuffled(answer.text, locale, seed));
          total += 1;
          if (mixed.signals.some(({ code }) => code === 'order_broken')) flagged += 1;
          // a number where the answer had none is more as well
          if (mixed.score !== null && (result.score === null || mixed.score > result.score)) {
            outscored.push(`${answer.id}, seed ${seed}: ${result.score} → ${mixed.score}`);
          }
        }
      }
      console.log(`${locale}: shuffled ${total}, order found broken ${flagged}, outscored ${outscored.length}`);
      expect(outscored).toEqual([]);
      expect(flagged / total).toBeGreaterThanOrEqual(0.85);
    },
    SLOW,
  );

  test(
    `${locale}: the order of hardly any answer is doubted, punctuated or not`,
    () => {
      const isDoubted = ({ signals }: WordAssessment): boolean => signals.some(({ code }) => code === 'order_broken');
      const doubted = casesOf(locale).filter(({ result }) => isDoubted(result));
      const bare = casesOf(locale).filter(({ answer }) =>
        isDoubted(assessFixture(answer, locale, withoutPunctuation(answer.text, locale))),
      );
      const total = casesOf(locale).length;
      console.log(`${locale}: order doubted ${doubted.length}/${total}, without punctuation ${bare.length}/${total}`);
      expect(doubted.length / total).toBeLessThanOrEqual(0.05);
      expect(bare.length / total).toBeLessThanOrEqual(0.1);
    },
    SLOW,
  );

  test(
    `${locale}: mishearing lowers confidence more than the score`,
    () => {
      const say = (answer: Answer, text: string): WordAssessment =>
        assess(locale, [heard(text, locale)], { job: shippedJob(answer.jobId), itemId: answer.itemId });
      for (const rate of [0.05, 0.1, 0.2]) {
        let confidenceLost = 0;
        let scoreLost = 0;
        let compared = 0;
        let withoutNumber = 0;
        for (const { answer } of casesOf(locale)) {
          const clear = say(answer, answer.text);
          if (clear.score === null || clear.confidence === null) continue;
          for (const seed of [1, 2, 3]) {
            const noisy = say(answer, misheard(answer.text, locale, rate, seed));
            compared += 1;
            if (noisy.score === null) withoutNumber += 1;
            confidenceLost += 1 - (noisy.confidence?.value ?? 0) / clear.confidence.value;
            // no number is no low number: nothing was lost but certainty
            scoreLost += noisy.score === null ? 0 : (clear.score - noisy.score) / clear.score;
          }
        }
        console.log(
          `${locale}: ${100 * rate} % misheard, confidence −${((100 * confidenceLost) / compared).toFixed(0)} %, score −${((100 * scoreLost) / compared).toFixed(0)} %, no number ${withoutNumber}/${compared}`,
        );
        expect(confidenceLost).toBeGreaterThan(scoreLost);
        expect(scoreLost / compared).toBeLessThanOrEqual(0.1);
      }
    },
    SLOW,
  );

  test(
    `${locale}: among answers of one quality, longer is not better: |r| ≤ .5`,
    () => {
      const rows = casesOf(locale).flatMap(({ answer, result }) =>
        result.score === null || answer.id.includes('off-topic')
          ? []
          : [
              {
                group: answer.id.includes('generic') ? 'generic' : answer.quality,
                score: result.score,
                length: Math.log(result.gates.units),
              },
            ],
      );
      const centred = [...Map.groupBy(rows, ({ group }) => group).values()].flatMap((group) => {
        const mean = (of: (row: (typeof group)[number]) => number): number =>
          group.reduce((sum, row) => sum + of(row), 0) / group.length;
        const [score, length] = [mean((row) => row.score), mean((row) => row.length)];
        return group.map((row) => [row.score - score, row.length - length] as const);
      });
      const sum = (of: (pair: readonly [number, number]) => number): number =>
        centred.reduce((total, pair) => total + of(pair), 0);
      const r = sum(([a, b]) => a * b) / Math.sqrt(sum(([a]) => a * a) * sum(([, b]) => b * b));
      console.log(`${locale}: r(score, log length) within quality ${r.toFixed(2)}, n ${centred.length}`);
      expect(Math.abs(r)).toBeLessThanOrEqual(0.5);
    },
    SLOW,
  );

  test(
    `${locale}: without its clause of action no answer is worth more`,
    () => {
      let tried = 0;
      const raised: string[] = [];
      for (const { answer, result } of casesOf(locale)) {
        if (result.score === null) continue;
        for (const index of result.star?.clauses.action ?? []) {
          const clause = result.clauses[index];
          if (clause === undefined) continue;
          tried += 1;
          const { text } = answer;
          const after = assessFixture(answer, locale, text.slice(0, clause.startChar) + text.slice(clause.endChar));
          if (after.score !== null && after.score > result.score + 0.04) raised.push(`${answer.id}: ${clause.text}`);
        }
      }
      console.log(`${locale}: clause of action removed ${tried} times, worth more ${raised.length} times`);
      // cues that come nearer to each other may be taken for one thought
      expect(raised.length / tried).toBeLessThanOrEqual(0.05);
    },
    SLOW,
  );
}

test(
  'traditional characters are worth what simplified ones are',
  () => {
    expect(failures('zh-CN', toTraditional, isSame)).toEqual([]);
  },
  SLOW,
);

test(
  'digits are worth what numerals are, in both languages',
  () => {
    const numerals: Readonly<Record<string, string>> = {
      两: '2',
      三: '3',
      四: '4',
      五: '5',
      六: '6',
      七: '7',
      八: '8',
      九: '9',
    };
    const digits = (text: string): string =>
      text.replaceAll(
        /(?<![一二两三四五六七八九十百千万点第])([两三四五六七八九])(?=[个件次位天箱台条])/gu,
        (one) => numerals[one] ?? one,
      );
    expect(failures('zh-CN', digits, isSame)).toEqual([]);
    const words: Readonly<Record<string, string>> = {
      two: '2',
      three: '3',
      four: '4',
      five: '5',
      six: '6',
      seven: '7',
      eight: '8',
      nine: '9',
      ten: '10',
    };
    const toDigits = (text: string): string =>
      text.replaceAll(
        /(?<![\p{L}-] ?)\b(two|three|four|five|six|seven|eight|nine|ten) (?=minutes|boxes|people|days|weeks|hours|years|bags|bad|empty|parcels)/gu,
        (word) => `${words[word.trim()] ?? word} `,
      );
    expect(failures('en', toDigits, isSame)).toEqual([]);
  },
  SLOW,
);

test(
  'the same input gives the same bytes, also after a round trip through JSON',
  () => {
    for (const locale of LANGUAGES) {
      for (const { answer, result } of casesOf(locale).slice(0, 10)) {
        expect(JSON.stringify(assessFixture(answer, locale))).toBe(JSON.stringify(result));
        expect(JSON.parse(JSON.stringify(result))).toEqual(result);
      }
    }
    expect(tools().configHash).toMatch(/^[0-9a-f]{64}$/u);
  },
  SLOW,
);

test('an answer full of little words is in order', () => {
  const learnt =
    '去年我们几个跟表哥学电焊。一开始看不明白，我们就问他到底看光还是看水。他焊了一道给我们看，我们照着他的样子练，下了班拿废料练。';
  expect(assess('zh-CN', learnt).signals).toEqual([]);
});
