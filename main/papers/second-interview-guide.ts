import type { Paper, PaperLine } from '#connectors/report/draw-paper.ts';
import type { AnswerDetail, SessionDetail } from '#shared/contract/review.ts';
import type { ProbeTrigger } from '#shared/probe.ts';
import { headOf, line, paperOf, type PaperParts, row } from './paper-words.ts';

/** Follow-ups that fit any behaviour: what the person did, what came of it, and when and where it was. */
const PROBES: readonly ProbeTrigger[] = ['action_missing', 'result_missing', 'situation_missing'];
const NOTE_LINES = 3;
/** Questions that can be asked by one person of another; the rest are done by hand on the screen. */
const CAN_BE_ASKED: readonly AnswerDetail['itemKind'][] = ['spoken', 'typed', 'role_play'];

/** Why a competency is still open. */
type Open = { readonly dimensionId: string; readonly why: 'unscored' | 'disputed' };

/**
 * Competencies that a second interview has to be about: those nobody could score, and those that were seen more than one level
 * apart. None of the others is asked again.
 */
export function openDimensions({ review, answers, dimensions }: SessionDetail): Open[] {
  if (review?.final == null) return [];
  const nameOf = new Map(dimensions.map(({ id, name }) => [name, id]));
  const dimensionOf = (indicatorId: string): string | undefined => {
    const found = answers.flatMap(({ indicators }) => indicators).find(({ id }) => id === indicatorId);
    return found === undefined ? undefined : nameOf.get(found.dimension);
  };
  const disputed = new Set(review.gaps.map(({ indicatorId }) => dimensionOf(indicatorId)));
  return review.final.dimensions.flatMap(({ dimensionId, interval }): Open[] => {
    if (interval === null) return [{ dimensionId, why: 'unscored' }];
    return disputed.has(dimensionId) ? [{ dimensionId, why: 'disputed' }] : [];
  });
}

/** What to ask about one competency, how to rate it, and room to write. */
function dimensionLines(detail: SessionDetail, { dimensionId, why }: Open, probeTexts: ProbeTexts, parts: PaperParts) {
  const { words } = parts;
  const name = detail.dimensions.find(({ id }) => id === dimensionId)?.name ?? dimensionId;
  const asked = detail.answers.filter(({ indicators }) => indicators.some(({ dimension }) => dimension === name));
  const spoken = asked.filter(({ itemKind }) => CAN_BE_ASKED.includes(itemKind));
  const indicators = new Map(
    asked.flatMap((answer) =>
      answer.indicators.filter(({ dimension }) => dimension === name).map((each) => [each.id, each]),
    ),
  );
  return [
    line('heading', name),
    line('note', words(`papers.guide.why_${why}`)),
    line('subheading', words('papers.guide.ask')),
    ...(spoken.length === 0 ? asked : spoken).map(({ prompt, number }) =>
      line('text', words('papers.guide.question', { number, prompt })),
    ),
    line('subheading', words('papers.guide.if_general')),
    ...probeTexts.map((text) => line('quote', text)),
    ...[...indicators.values()].flatMap(({ name: indicator, anchors }): PaperLine[] => [
      line('subheading', indicator),
      row(words('score.level_of', { level: 1 }), anchors[1]),
      row(words('score.level_of', { level: 3 }), anchors[3]),
      row(words('score.level_of', { level: 5 }), anchors[5]),
      row(words('papers.guide.your_level'), '1 · 2 · 3 · 4 · 5'),
    ]),
    line('subheading', words('papers.guide.notes')),
    ...Array.from({ length: NOTE_LINES }, (): PaperLine => ({ kind: 'rule' })),
  ];
}

type ProbeTexts = readonly string[];

/**
 * What a second interviewer asks: only what is still open, with the same questions, follow-ups and anchors as the first time.
 *
 * @param probes the authored follow-up questions in the paper's language
 * @returns null where the reader may not know what is open yet, or nothing is
 */
export function secondInterviewGuide(
  detail: SessionDetail,
  probes: Readonly<Record<ProbeTrigger, string>>,
  parts: PaperParts,
): Paper | null {
  const { words } = parts;
  const open = openDimensions(detail);
  if (open.length === 0) return null;
  const texts = PROBES.map((trigger) => probes[trigger]);
  return paperOf(
    'guide',
    detail,
    [
      ...headOf('guide', detail, parts),
      line('note', words('papers.guide.lead')),
      ...open.flatMap((each) => dimensionLines(detail, each, texts, parts)),
    ],
    parts,
  );
}
