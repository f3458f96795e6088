import { drawPaper } from '#connectors/report/draw-paper.ts';
import { type PaperKind, PAPERS, type WantedPaper } from '#shared/contract/paper.ts';
import type { SessionDetail } from '#shared/contract/review.ts';
import type { SessionId } from '#shared/ids.ts';
import { type Locale, localizedText } from '#shared/localized.ts';
import { type Probes, ProbeTrigger } from '#shared/probe.ts';
import type { CallContext } from './connection.ts';
import type { implementContract } from './contract-server.ts';
import { explanationSheet } from './papers/explanation-sheet.ts';
import { interviewReport } from './papers/interview-report.ts';
import type { PaperWords } from './papers/paper-words.ts';
import { secondInterviewGuide } from './papers/second-interview-guide.ts';
import type { PaperPrinter } from './printing/paper-printer.ts';
import { trainingSheet } from './papers/training-sheet.ts';
import { trainingLines } from './review/training-lines.ts';
import type { TrainingSuggestions } from './training-suggestions.ts';

export interface PaperCallParts {
  /** The interview as the caller may see it; undefined when there is none. */
  readonly detailOf: (id: SessionId, context: CallContext, locale: Locale) => SessionDetail | undefined;
  /** Whom a candidate of the interview's post may call. */
  readonly phoneOf: (id: SessionId) => string;
  readonly probes: Probes;
  /** What is suggested at this site where a competency is weak. */
  readonly training: () => Pick<TrainingSuggestions, 'file'>;
  readonly staffName: (staffId: string) => string | null;
  readonly paperWords: (locale: Locale) => Promise<PaperWords>;
  /** By the settings of now, or why nothing can be printed. */
  readonly pagePrinter: () => PaperPrinter | 'not_configured' | 'receipts_only';
  /** Who made which paper, and who printed it, are lines of the audit log. */
  readonly onMade: (id: SessionId, kind: PaperKind, staffId: string | null) => void;
  readonly onPrinted: (id: SessionId, kind: PaperKind, staffId: string | null) => void;
  readonly log: (event: string, detail: Record<string, unknown>) => void;
}

/** Calls of the noun `paper`, with each foreseen failure as its named error. */
export function paperCalls(os: ReturnType<typeof implementContract>['paper'], parts: PaperCallParts) {
  type Refusals = Parameters<Parameters<typeof os.make.handler>[0]>[0]['errors'];

  /** What stands on the paper, if there is such a paper and the caller may have it. */
  async function write({ id, kind, locale }: WantedPaper, context: CallContext, errors: Refusals) {
    const detail = parts.detailOf(id, context, locale);
    if (detail === undefined) throw errors.session_unknown();
    if (!PAPERS[detail.summary.purpose].includes(kind)) throw errors.paper_not_offered();
    if (detail.review === null) throw errors.not_finished();
    if (detail.review.final === null) throw errors.not_rated();
    const { staffId } = context.connection;
    const maker = staffId === null ? null : parts.staffName(staffId);
    const made = { words: await parts.paperWords(locale), locale, maker };
    const texts = ProbeTrigger.options.map((trigger) => [trigger, localizedText(parts.probes.texts[trigger], locale)]);
    const probes = Object.fromEntries(texts) as Record<ProbeTrigger, string>;
    const training =
      detail.summary.purpose === 'training'
        ? trainingLines(detail.review.final.dimensions, detail.dimensions, parts.training().file, locale)
        : [];
    const paper = {
      report: () => interviewReport(detail, training, made),
      guide: () => secondInterviewGuide(detail, probes, made),
      explanation: () => explanationSheet(detail, { phone: parts.phoneOf(id) }, made),
      training: () => trainingSheet(detail, training, { phone: parts.phoneOf(id) }, made),
    }[kind]();
    if (paper === null) throw kind === 'guide' ? errors.nothing_open() : errors.not_decided();
    return { paper, reference: detail.summary.reference, staffId };
  }

  return {
    make: os.make.handler(async ({ input, context, errors }) => {
      const { paper, reference, staffId } = await write(input, context, errors);
      const bytes = await drawPaper(paper);
      parts.onMade(input.id, input.kind, staffId);
      return { name: `${reference}-${input.kind}.pdf`, pdf: Buffer.from(bytes).toString('base64') };
    }),
    print: os.print.handler(async ({ input, context, errors }) => {
      const { paper, staffId } = await write(input, context, errors);
      const printer = parts.pagePrinter();
      if (typeof printer === 'string') throw errors[printer]();
      // no code: the way to have an interview deleted is the candidate's alone
      const failure = await printer.print(paper, '');
      if (failure !== null) {
        parts.log('print.failed', { failure, kind: input.kind });
        throw errors[failure]();
      }
      parts.onPrinted(input.id, input.kind, staffId);
      return { ok: true as const };
    }),
  };
}
