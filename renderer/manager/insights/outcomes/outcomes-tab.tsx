import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Card, Select, TextField } from '#renderer/ui/index.ts';
import type { CalibrationFigures } from '#shared/insights/calibration.ts';
import type { Locale } from '#shared/localized.ts';
import { useManagerClient } from '../../manager-client.tsx';
import { ProblemBanner } from '../../problem-banner.tsx';
import { problemOf, type Problem } from '../../problem.ts';
import { FileChooser } from '../file/file-chooser.tsx';
import { type ChosenFile, useChosenFile } from '../file/use-chosen-file.ts';
import type { SuggestedWeights } from '../insights-screen.tsx';
import { OutcomesReport } from './outcomes-report.tsx';

/** Stands for "compare everybody with everybody". */
const NO_BLOCK = '';

interface OutcomesTabProps {
  readonly jobId: string | null;
  readonly locale: Locale;
  readonly onRehearse: (weights: SuggestedWeights) => void;
}

/** What became of people, held against how they scored here. */
export function OutcomesTab(props: OutcomesTabProps) {
  const { t } = useTranslation('insights');
  const chosen = useChosenFile();
  return (
    <div className="mgr-stack">
      <Card title={t('outcomes.title')}>
        <p className="ins-words">{t('outcomes.note')}</p>
        {props.jobId === null ? <Banner>{t('empty.next')}</Banner> : <FileChooser {...chosen} />}
      </Card>
      {chosen.file !== null && props.jobId !== null && (
        <OutcomesQuestion key={chosen.file.base64} file={chosen.file} {...props} jobId={props.jobId} />
      )}
    </div>
  );
}

/** The column that is probably the reference: the first of text in which nearly every row differs. */
function guessReference({ columns, rows }: ChosenFile): string | null {
  return columns.find(({ kind, distinct }) => kind === 'text' && distinct > rows * 0.9)?.name ?? null;
}

function OutcomesQuestion({
  file,
  jobId,
  locale,
  onRehearse,
}: OutcomesTabProps & { readonly file: ChosenFile; readonly jobId: string }) {
  const { t } = useTranslation('insights');
  const client = useManagerClient();
  const [reference, setReference] = useState(() => guessReference(file));
  const [criterion, setCriterion] = useState<string | null>(null);
  const [within, setWithin] = useState(NO_BLOCK);
  const [topFrom, setTopFrom] = useState('');
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [figures, setFigures] = useState<CalibrationFigures | null>(null);
  const top = topFrom.trim() === '' ? null : Number(topFrom);
  const isTopWrong = top !== null && !Number.isFinite(top);
  const named = (columns: ChosenFile['columns']) => columns.map(({ name }) => ({ id: name, label: name }));

  async function ask(): Promise<void> {
    if (reference === null || criterion === null) return;
    setPending(true);
    setProblem(null);
    try {
      const asked = { file: file.base64, jobId, reference, criterion, locale, topFrom: top };
      setFigures(await client.insights.calibrate({ ...asked, within: within === NO_BLOCK ? null : within }));
    } catch (error) {
      setFigures(null);
      setProblem(problemOf(error));
    }
    setPending(false);
  }

  return (
    <>
      <Card>
        <div className="ins-form">
          <Select
            label={t('outcomes.reference')}
            placeholder={t('file.pick')}
            options={named(file.columns)}
            value={reference}
            onChange={setReference}
          />
          <Select
            label={t('outcomes.criterion')}
            placeholder={t('file.pick')}
            options={named(file.columns.filter(({ kind }) => kind !== 'text'))}
            value={criterion}
            onChange={setCriterion}
          />
          <Select
            label={t('outcomes.within')}
            options={[
              { id: NO_BLOCK, label: t('outcomes.within_nothing') },
              ...named(file.columns.filter(({ kind, distinct }) => kind === 'text' && distinct < file.rows / 2)),
            ]}
            value={within}
            onChange={setWithin}
          />
          <TextField
            label={t('outcomes.top_from')}
            description={t('outcomes.top_from_hint')}
            inputMode="decimal"
            value={topFrom}
            onChange={setTopFrom}
            error={isTopWrong ? t('outcomes.top_from_wrong') : undefined}
          />
        </div>
        <div>
          <Button
            variant="primary"
            isDisabled={reference === null || criterion === null || isTopWrong}
            isPending={isPending}
            onPress={() => void ask()}
          >
            {t('outcomes.run')}
          </Button>
        </div>
      </Card>
      {problem !== null && <ProblemBanner problem={problem} />}
      {figures !== null && <OutcomesReport figures={figures} onRehearse={onRehearse} />}
    </>
  );
}
