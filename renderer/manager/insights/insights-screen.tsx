import { useCallback, useState } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Select } from '#renderer/ui/index.ts';
import type { Locale } from '#shared/localized.ts';
import { useManagerClient } from '../manager-client.tsx';
import { PageHeader } from '../page-header.tsx';
import { useLoad } from '../use-load.ts';
import { AuditTab } from './audit/audit-tab.tsx';
import { OutcomesTab } from './outcomes/outcomes-tab.tsx';
import { OverviewTab } from './overview/overview-tab.tsx';
import { RehearsalTab } from './rehearsal/rehearsal-tab.tsx';
import './insights.css';

const TABS = ['overview', 'audit', 'outcomes', 'rehearsal'] as const;
type Tab = (typeof TABS)[number];

/** How many of the newest interviews are looked at. */
const LAST = [50, 100, 200, 500] as const;

/** Weights that outcomes speak for, on their way into a rehearsal. */
export type SuggestedWeights = Readonly<Record<string, number>>;

/** Figures over many interviews: how they went, who they treat how, what became of people, what a change would do. */
export function InsightsScreen({ locale }: { readonly locale: Locale }) {
  const { t } = useTranslation('insights');
  const client = useManagerClient();
  const [tab, setTab] = useState<Tab>('overview');
  const [jobId, setJobId] = useState<string | null>(null);
  const [last, setLast] = useState<number>(200);
  const [suggested, setSuggested] = useState<SuggestedWeights | null>(null);
  const { load, reload } = useLoad(
    useCallback(() => client.insights.overview({ jobId, last, locale }), [client, jobId, last, locale]),
  );
  const overview = load.state === 'ready' ? load.value : null;
  const chosen = jobId ?? overview?.jobId ?? null;
  return (
    <div className="mgr-page">
      <PageHeader title={t('title')} note={t('note')} />
      <div className="ins-bar">
        <ToggleButtonGroup
          aria-label={t('tabs.label')}
          className="mgr-segments"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[tab]}
          onSelectionChange={([next]) => setTab(TABS.find((each) => each === next) ?? 'overview')}
        >
          {TABS.map((each) => (
            <ToggleButton key={each} id={each} className="mgr-segments__item">
              {t(`tabs.${each}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        {tab !== 'audit' && overview !== null && overview.jobs.length > 0 && (
          <div className="ins-bar__choices">
            <Select
              label={t('job')}
              isLabelHidden
              className="ins-bar__job"
              options={overview.jobs.map(({ id, title, interviews }) => ({
                id,
                label: t('job_with_count', { title, count: interviews }),
              }))}
              value={chosen}
              onChange={(next) => {
                setJobId(next);
                setSuggested(null);
              }}
            />
            {tab !== 'outcomes' && (
              <Select
                label={t('last')}
                isLabelHidden
                options={LAST.map((each) => ({ id: String(each), label: t('last_count', { count: each }) }))}
                value={String(last)}
                onChange={(next) => setLast(Number(next))}
              />
            )}
          </div>
        )}
      </div>
      {tab === 'overview' && <OverviewTab load={load} onRetry={() => void reload()} />}
      {tab === 'audit' && <AuditTab />}
      {tab === 'outcomes' && (
        <OutcomesTab
          key={chosen}
          jobId={chosen}
          locale={locale}
          onRehearse={(weights) => {
            setSuggested(weights);
            setTab('rehearsal');
          }}
        />
      )}
      {tab === 'rehearsal' && (
        <RehearsalTab key={chosen} jobId={chosen} last={last} locale={locale} suggested={suggested} />
      )}
    </div>
  );
}
