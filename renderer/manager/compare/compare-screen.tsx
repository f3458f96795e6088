import { ArrowLeft, EyeOff } from 'lucide-react';
import { useCallback, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, Banner, Button, Spinner } from '#renderer/ui/index.ts';
import type { Comparison } from '#shared/contract/review.ts';
import type { SessionId } from '#shared/ids.ts';
import type { Locale } from '#shared/localized.ts';
import { IntervalBar } from '../interviews/words/score-with-error.tsx';
import { shownInterval } from '../interviews/words/score-words.ts';
import { useManagerClient } from '../manager-client.tsx';
import { PageHeader } from '../page-header.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { useFormats } from '../use-formats.ts';
import { useLoad } from '../use-load.ts';
import './compare.css';

type Candidate = Comparison['candidates'][number];
type Dimension = Comparison['dimensions'][number];

function nameOf({ candidate, reference }: Candidate): string {
  return candidate ?? reference;
}

/** What somebody is called among others: two people of one name are told apart by their references. */
function nameAmong(others: readonly Candidate[], candidate: Candidate): string {
  const name = nameOf(candidate);
  const isShared = others.some((other) => other.id !== candidate.id && nameOf(other) === name);
  return isShared ? `${name} · ${candidate.reference}` : name;
}

function Cell({
  candidate,
  interval,
}: { readonly candidate: Candidate } & Pick<Dimension['cells'][number], 'interval'>) {
  const { t } = useTranslation('manager');
  if (candidate.hidden !== null) {
    return (
      <td className="mgr-compare__none">
        <EyeOff aria-hidden="true" />
        {t(`compare.hidden_short.${candidate.hidden}`)}
      </td>
    );
  }
  if (interval === null) return <td className="mgr-compare__none">{t('compare.insufficient')}</td>;
  return (
    <td>
      <IntervalBar interval={interval} />
      <span className="ui-tabular">{t('score.with_error', { ...shownInterval(interval) })}</span>
    </td>
  );
}

/** What the numbers of one dimension can and cannot tell, in words. */
function Telling({
  dimension,
  candidates,
}: {
  readonly dimension: Dimension;
  readonly candidates: readonly Candidate[];
}) {
  const { t, i18n } = useTranslation('manager');
  const list = new Intl.ListFormat(i18n.language);
  const named = (ids: readonly SessionId[]) =>
    list.format(candidates.filter(({ id }) => ids.includes(id)).map((each) => nameAmong(candidates, each)));
  if (!dimension.isComparable) return <span className="mgr-soft">{t('compare.too_few')}</span>;
  if (dimension.indistinct.length === 0) return <span className="mgr-soft">{t('compare.apart')}</span>;
  return (
    <span className="mgr-badges">
      {dimension.indistinct.map((ids) => (
        <Badge key={ids.join()} tone="neutral">
          {t('compare.indistinct', { names: named(ids), interpolation: { escapeValue: false } })}
        </Badge>
      ))}
    </span>
  );
}

function Hidden({
  candidates,
  onOpen,
}: {
  readonly candidates: readonly Candidate[];
  readonly onOpen: (id: SessionId) => void;
}) {
  const { t } = useTranslation('manager');
  const hidden = candidates.filter((each) => each.hidden === 'not_rated');
  if (hidden.length === 0) return null;
  return (
    <Banner
      tone="info"
      title={t('compare.hidden_title', { count: hidden.length })}
      action={hidden.map((each) => (
        <Button key={each.id} onPress={() => onOpen(each.id)}>
          {t('compare.rate', { name: nameAmong(candidates, each), interpolation: { escapeValue: false } })}
        </Button>
      ))}
    >
      {t('compare.hidden_why')}
    </Banner>
  );
}

interface CompareScreenProps {
  readonly ids: readonly SessionId[];
  readonly locale: Locale;
  readonly onBack: () => void;
  readonly onOpen: (id: SessionId) => void;
}

/** Two to four people who were asked the same, dimension by dimension. No rank, no winner, no colour that says who is better. */
export function CompareScreen({ ids, locale, onBack, onOpen }: CompareScreenProps) {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const { load, reload } = useLoad(
    useCallback(() => client.review.compare({ ids: [...ids], locale }), [client, ids, locale]),
  );
  return (
    <div className="mgr-page">
      <Button variant="quiet" className="mgr-compare__back" icon={<ArrowLeft aria-hidden="true" />} onPress={onBack}>
        {t('detail.back')}
      </Button>
      {load.state === 'loading' && (
        <div className="mgr-wait">
          <Spinner label={t('common.loading')} />
        </div>
      )}
      {load.state === 'failed' && <ProblemBanner problem={load.problem} onRetry={() => void reload()} />}
      {load.state === 'ready' && <ComparisonSheet comparison={load.value} onOpen={onOpen} />}
    </div>
  );
}

function ComparisonSheet({
  comparison: { jobTitle, jobVersion, candidates, dimensions },
  onOpen,
}: {
  readonly comparison: Comparison;
  readonly onOpen: (id: SessionId) => void;
}) {
  const { t } = useTranslation('manager');
  const format = useFormats();
  return (
    <>
      <PageHeader
        title={t('compare.title', { job: jobTitle, interpolation: { escapeValue: false } })}
        note={t('compare.note', { version: jobVersion })}
      />
      <Hidden candidates={candidates} onOpen={onOpen} />
      <div className="mgr-sheet">
        <table className="mgr-compare" style={{ '--people': candidates.length } as CSSProperties}>
          <thead>
            <tr>
              <th scope="col">{t('compare.dimension')}</th>
              {candidates.map((each) => (
                <th key={each.id} scope="col">
                  <Button variant="quiet" className="mgr-compare__who" onPress={() => onOpen(each.id)}>
                    {nameOf(each)}
                  </Button>
                  <span className="mgr-soft">
                    {each.reference}
                    {each.finalizedAt !== null && ` · ${format.shortDateTime(each.finalizedAt)}`}
                  </span>
                  <span className="mgr-soft">
                    {t('overview.answered_of', { answered: each.answered, total: each.total })}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          {dimensions.map((dimension) => (
            <tbody key={dimension.id}>
              <tr>
                <th scope="row" rowSpan={2}>
                  {dimension.name}
                </th>
                {candidates.map((each, index) => (
                  <Cell key={each.id} candidate={each} interval={dimension.cells[index]?.interval ?? null} />
                ))}
              </tr>
              <tr className="mgr-compare__telling">
                <td colSpan={candidates.length}>
                  <Telling dimension={dimension} candidates={candidates} />
                </td>
              </tr>
            </tbody>
          ))}
        </table>
      </div>
      <p className="mgr-soft">{t('compare.no_rank')}</p>
    </>
  );
}
