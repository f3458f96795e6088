import { expect, test } from 'vitest';
import type { ActName, WordAssessment } from '#shared/assessment.ts';
import type { Locale } from '#shared/localized.ts';
import { assess, typed } from './engine.ts';
import { answers, assessFixture, HALVES, LANGUAGES, turns, type Answer, type Half, type Quality } from './fixtures.ts';
import { sampleJob } from './sample-job.ts';

interface Read {
  answer: Answer;
  result: WordAssessment;
}

function readAll(half: Half, kind: 'stories' | 'generic' | 'off-topic', locale: Locale): Read[] {
  return answers(half, kind, locale).map((answer) => ({ answer, result: assessFixture(answer, locale) }));
}

const hasAction = ({ result }: Read): boolean => (result.star?.action ?? 0) > 0;
const percent = (part: number, whole: number): string => `${Math.round((100 * part) / Math.max(1, whole))} %`;

function tally(reads: readonly Read[]): string {
  const counts = new Map<string, number>();
  for (const { result } of reads) counts.set(result.status, (counts.get(result.status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${status} ${count}`).join(', ');
}

/** Share of strong answers among pairs that the score puts above a weak one; ties count half. */
function ordering(reads: readonly Read[], better: Quality, worse: Quality): number | null {
  const scores = (quality: Quality): number[] =>
    reads.flatMap(({ answer, result }) => (answer.quality === quality && result.score !== null ? [result.score] : []));
  const pairs = scores(better).flatMap((high) => scores(worse).map((low) => (high > low ? 1 : high === low ? 0.5 : 0)));
  return pairs.length === 0 ? null : pairs.reduce((sum: number, each) => sum + each, 0) / pairs.length;
}

function meanScore(reads: readonly Read[], quality: Quality): string {
  const scores = reads.flatMap(({ answer, result }) =>
    answer.quality === quality && result.score !== null ? [result.score] : [],
  );
  const all = reads.filter(({ answer }) => answer.quality === quality).length;
  if (scores.length === 0) return `${quality} 0 of ${all} scored`;
  const mean = scores.reduce((sum, each) => sum + each, 0) / scores.length;
  return `${quality} ${scores.length} of ${all} scored, mean ${(100 * mean).toFixed(0)}`;
}

// Only counts of the held-out half are printed: its words stay unread.
for (const half of HALVES) {
  for (const locale of LANGUAGES) {
    test(`${half} half, ${locale}: the deed is found in at least 90 % of stories, in at most 10 % of talk in general`, () => {
      const stories = readAll(half, 'stories', locale);
      const generic = readAll(half, 'generic', locale);
      const offTopic = readAll(half, 'off-topic', locale);
      const found = stories.filter(hasAction).length;
      const falsely = generic.filter(hasAction).length;
      console.log(
        [
          `${half} ${locale}: action found ${found}/${stories.length} (${percent(found, stories.length)}), ` +
            `false action on general talk ${falsely}/${generic.length} (${percent(falsely, generic.length)})`,
          `  stories: ${tally(stories)}`,
          `  stories: ${(['strong', 'fair', 'weak'] as const).map((quality) => meanScore(stories, quality)).join('; ')}`,
          `  strong above weak (general talk included): ${ordering([...stories, ...generic], 'strong', 'weak')?.toFixed(2) ?? 'none scored'}` +
            `, strong above fair ${ordering(stories, 'strong', 'fair')?.toFixed(2) ?? 'none scored'}`,
          `  level 1 or 2 among scored stories: ${stories.filter(({ result }) => (result.level ?? 5) <= 2).length}`,
          `  general talk: ${tally(generic)}; ${meanScore(generic, 'weak')}`,
          `  off topic: ${tally(offTopic)}; ${meanScore(offTopic, 'weak')}`,
        ].join('\n'),
      );
      expect(found / stories.length).toBeGreaterThanOrEqual(0.9);
      expect(falsely / generic.length).toBeLessThanOrEqual(0.1);
    });

    test(`${half} half, ${locale}: a strong story is never scored below level 3, talk in general never above level 3`, () => {
      const low = readAll(half, 'stories', locale).filter(
        ({ answer, result }) => answer.quality === 'strong' && result.level !== null && result.level < 3,
      );
      expect(low.map(({ answer }) => answer.id)).toEqual([]);
      const high = readAll(half, 'generic', locale).filter(({ result }) => (result.level ?? 1) > 3);
      expect(high.map(({ answer }) => answer.id)).toEqual([]);
    });

    test(`${half} half, ${locale}: acts of a conversation are found, and little else`, () => {
      const job = sampleJob();
      let [hit, missed, extra] = [0, 0, 0];
      for (const turn of turns(half, locale)) {
        const scenario = turn.scenario.replaceAll('-', '_');
        const items = job.items.map((item) => (item.kind === 'role_play' ? { ...item, scenario } : item));
        const { acts } = assess(locale, [typed(turn.text, { role: 'turn' })], {
          job: { ...job, items: items as typeof job.items },
          itemId: 'play-1',
        });
        const found = new Set(acts?.acts.map(({ act }) => act));
        const wanted = new Set<ActName>([...turn.acts, ...turn.negatives]);
        hit += [...wanted].filter((act) => found.has(act)).length;
        missed += [...wanted].filter((act) => !found.has(act)).length;
        extra += [...found].filter((act) => !wanted.has(act)).length;
      }
      const precision = hit / (hit + extra);
      const recall = hit / (hit + missed);
      console.log(`${half} ${locale}: acts precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}`);
      expect(precision).toBeGreaterThanOrEqual(0.6);
      expect(recall).toBeGreaterThanOrEqual(0.6);
    });
  }
}
