import { ArrowLeft, Download } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '#renderer/manager/page-header.tsx';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Badge, Banner, Button, ProgressBar, Spinner } from '#renderer/ui/index.ts';
import { ImportReport } from '#shared/hub/imports.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { useNames } from '../flow/names.tsx';
import { decisionsChanged } from '../flow/open-decisions.ts';
import { ask } from '../hub-client.ts';
import { ProblemNote } from '../problem-note.tsx';
import { useAnswer } from '../use-answer.ts';
import { useDoing } from '../use-doing.ts';
import { goTo } from '../use-place.ts';
import { ColumnsCard } from './columns-card.tsx';
import { ImportRows } from './import-rows.tsx';
import { ResumeCard } from './resume-card.tsx';
import type { ChosenFile } from './read-file.ts';

const WATCH_MS = 1000;
const COUNTED = ['ready', 'new', 'matched', 'needs_decision', 'rejected'] as const;

/** One import: what the file holds, taking it in, and what came of it. */
export function ImportView({
  id,
  chosen,
  onReread,
}: {
  readonly id: string;
  /** The file it was read from, while this page still has it. */
  readonly chosen: ChosenFile | null;
  readonly onReread: (chosen: ChosenFile) => Promise<void>;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const names = useNames();
  const [isWatched, setWatched] = useState(false);
  const load = useCallback(() => ask(`${HUB_PATHS.imports}/${encodeURIComponent(id)}`, ImportReport), [id]);
  const { value: report, problem, reload } = useAnswer(load, isWatched ? WATCH_MS : undefined);
  const taking = useDoing();
  const back = (
    <Button icon={<ArrowLeft aria-hidden="true" />} onPress={() => goTo('imports')}>
      {t('imports.back')}
    </Button>
  );
  if (report === null)
    return (
      <>
        <PageHeader title={t('imports.title')} actions={back} />
        {problem === null ? (
          <Spinner label={t('common.loading')} />
        ) : (
          <ProblemNote problem={problem} onRetry={() => void reload()} />
        )}
      </>
    );
  const { counts, state, jobId } = report;
  const all = COUNTED.reduce((sum, each) => sum + counts[each], 0);
  const takeIn = () =>
    taking.run(async () => {
      setWatched(true);
      try {
        await ask(`${HUB_PATHS.imports}/${id}/commit`, ImportReport, { method: 'POST' });
      } finally {
        setWatched(false);
        await reload();
      }
      decisionsChanged();
    });
  const isUnderWay = taking.isDoing || state === 'committing';
  // one résumé: whoever takes it in looks at every field; a PDF of which nothing was read has none
  const [resume = null] =
    report.kind === 'pdf' && state === 'previewed' ? report.rows.filter(({ name }) => name !== null) : [];
  return (
    <>
      <PageHeader
        title={report.name}
        note={[
          t(`imports.kinds.${report.kind}`),
          jobId === null ? null : names.job(jobId),
          formats.dateTime(report.createdAt),
        ]
          .filter((part) => part !== null)
          .join(' · ')}
        actions={back}
      />
      {problem !== null && <ProblemNote problem={problem} onRetry={() => void reload()} />}
      {taking.problem !== null && <ProblemNote problem={taking.problem} onRetry={() => void takeIn()} />}
      <section className="ui-card imp-head">
        <dl className="imp-counts">
          {COUNTED.filter((each) => counts[each] > 0 || each === (state === 'previewed' ? 'ready' : 'new')).map(
            (each) => (
              <div key={each}>
                <dt>{t(`imports.counts.${each}`)}</dt>
                <dd>{formats.number(counts[each])}</dd>
              </div>
            ),
          )}
        </dl>
        <div className="imp-head__do">
          {resume !== null && !isUnderWay && <p className="mgr-soft">{t('imports.resume.check')}</p>}
          {state === 'previewed' && resume === null && !isUnderWay && (
            <>
              <p className="mgr-soft">
                {counts.ready === 0
                  ? t(report.kind === 'pdf' ? 'imports.resume.nothing_read' : 'imports.nothing_ready')
                  : t('imports.preview_note')}
              </p>
              <Button variant="primary" isDisabled={counts.ready === 0} onPress={() => void takeIn()}>
                {t('imports.commit', { count: counts.ready })}
              </Button>
            </>
          )}
          {isUnderWay && (
            <ProgressBar
              label={t('imports.progress')}
              value={all === 0 ? null : (all - counts.ready) / all}
              valueText={t('imports.progress_of', {
                done: formats.number(all - counts.ready),
                all: formats.number(all),
              })}
            />
          )}
          {state === 'committed' && (
            <>
              <Badge tone="good">{t('imports.done_title')}</Badge>
              <Button onPress={() => goTo('candidates')}>{t('imports.see_candidates')}</Button>
              {counts.needs_decision > 0 && (
                <Button onPress={() => goTo('candidates', 'merges')}>{t('imports.see_pairs')}</Button>
              )}
            </>
          )}
          {counts.rejected > 0 && resume === null && (
            <a
              className="ui-button ui-button--secondary"
              href={`${HUB_PATHS.imports}/${id}/rejects.csv`}
              download="rejects.csv"
            >
              <Download aria-hidden="true" />
              <span>{t('imports.rejects')}</span>
            </a>
          )}
        </div>
      </section>
      {state === 'committed' && counts.new + counts.matched + counts.needs_decision > 0 && (
        <Banner tone="good">{t('imports.done')}</Banner>
      )}
      {state === 'previewed' && !isUnderWay && (
        <ColumnsCard
          key={id}
          report={report}
          onReread={
            chosen === null ? null : (mapping) => onReread({ ...chosen, mapping: { ...chosen.mapping, ...mapping } })
          }
        />
      )}
      {resume !== null && !isUnderWay && <ResumeCard key={id} report={report} row={resume} onTakeIn={takeIn} />}
      {!isUnderWay && resume === null && <ImportRows key={`${id} ${state}`} report={report} />}
    </>
  );
}
