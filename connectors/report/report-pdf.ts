import type { Locale, Localized } from '#shared/localized.ts';
import type { InterviewResult } from '#shared/result.ts';
import { drawPaper, type PaperLine } from './draw-paper.ts';
import { ADVICE_WORDS, REPORT_WORDS, STATUS_WORDS } from './report-words.ts';

const minutes = (instant: string) => instant.slice(0, 16).replace('T', ' ');

/** What the report says, line by line. */
function linesOf(result: InterviewResult, locale: Locale): PaperLine[] {
  const say = (words: Localized) => words[locale];
  const row = (label: Localized, text: string): PaperLine => ({ kind: 'row', label: say(label), text });
  const { candidate, job, overall, assessor, review, report } = result;
  const lines: PaperLine[] = [
    { kind: 'title', text: say(REPORT_WORDS.title) },
    row(REPORT_WORDS.candidate, candidate.name),
    row(REPORT_WORDS.reference, candidate.ref),
    row(REPORT_WORDS.job, job.title),
    row(REPORT_WORDS.status, say(STATUS_WORDS[result.status])),
  ];
  if (result.startedAt !== null) lines.push(row(REPORT_WORDS.begun, minutes(result.startedAt)));
  if (result.completedAt !== null) lines.push(row(REPORT_WORDS.ended, minutes(result.completedAt)));
  const scale =
    overall && `${overall.value} (${overall.min}–${overall.max})${overall.label === null ? '' : ` ${overall.label}`}`;
  lines.push(
    row(REPORT_WORDS.overall, scale ?? say(REPORT_WORDS.notScored)),
    row(REPORT_WORDS.advice, say(ADVICE_WORDS[result.recommendation ?? 'none'])),
    { kind: 'note', text: say(REPORT_WORDS.note) },
    { kind: 'heading', text: say(REPORT_WORDS.competencies) },
  );
  for (const { label, score } of result.competencies) {
    const text = score === null ? say(REPORT_WORDS.notScored) : `${score.value} (${score.min}–${score.max})`;
    lines.push({ kind: 'row', label, text });
  }
  if (result.answers !== undefined) {
    lines.push({ kind: 'heading', text: say(REPORT_WORDS.answers) });
    for (const { question, summary } of result.answers)
      lines.push({ kind: 'row', label: question, text: summary ?? '–' });
  }
  const who = say(assessor.kind === 'ai' ? REPORT_WORDS.computer : REPORT_WORDS.person);
  lines.push(
    { kind: 'heading', text: '' },
    row(REPORT_WORDS.assessor, `${who}, ${assessor.name}${assessor.version === null ? '' : ` ${assessor.version}`}`),
  );
  if (review.by !== null && review.at !== null)
    lines.push(row(REPORT_WORDS.reviewed, `${review.by}, ${minutes(review.at)}`));
  if (report.url !== null) lines.push(row(REPORT_WORDS.link, report.url));
  return lines;
}

/**
 * The result on paper. The same revision gives the same bytes.
 *
 * @returns the PDF
 */
export function reportPdf(result: InterviewResult, locale: Locale): Promise<Uint8Array> {
  return drawPaper({
    title: REPORT_WORDS.title[locale],
    lines: linesOf(result, locale),
    footer: `${result.id} · ${result.revision}`,
    pageWords: REPORT_WORDS.page[locale],
    locale,
    date: dateOf(result),
  });
}

/** When the interview was; never now, or the same revision would be another file. */
function dateOf({ completedAt, startedAt }: InterviewResult): Date {
  return new Date(completedAt ?? startedAt ?? 0);
}
