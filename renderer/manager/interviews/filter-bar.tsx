import { useCallback, type ReactNode } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Select } from '#renderer/ui/index.ts';
import { SessionPhase, Wait } from '#shared/contract/review.ts';
import type { Locale } from '#shared/localized.ts';
import { PURPOSES } from '#shared/purpose.ts';
import { useManagerClient } from '../manager-client.tsx';
import { useLoad } from '../use-load.ts';
import { type ListFilter, SPANS } from './list-filter.ts';

const ANY = 'all';

interface FilterBarProps {
  readonly locale: Locale;
  readonly filter: ListFilter;
  readonly onFilter: (filter: ListFilter) => void;
  /** How many there are. */
  readonly children: ReactNode;
}

/** What waits for the reader, and which state, post and days they look at. */
export function FilterBar({ locale, filter, onFilter, children }: FilterBarProps) {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const { load } = useLoad(useCallback(() => client.review.listJobs({ locale }), [client, locale]));
  const all = load.state === 'ready' ? load.value : [];
  const jobs = all.filter(({ purpose }) => purpose === filter.purpose);
  // asked only where there is something to choose: most sites hire and do nothing else here
  const held = PURPOSES.filter(
    (each) => each === 'hiring' || each === filter.purpose || all.some(({ purpose }) => purpose === each),
  );
  return (
    <div className="mgr-bar">
      <div className="mgr-bar__choices">
        <ToggleButtonGroup
          aria-label={t('list.waiting')}
          className="mgr-segments"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[filter.wait ?? ANY]}
          onSelectionChange={([chosen]) =>
            onFilter({ ...filter, wait: Wait.options.find((each) => each === chosen) ?? null })
          }
        >
          {([ANY, ...Wait.options] as const).map((each) => (
            <ToggleButton key={each} id={each} className="mgr-segments__item">
              {t(`waits.${each}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        {held.length > 1 && (
          <Select
            label={t('list.purpose')}
            isLabelHidden
            className="mgr-bar__choice mgr-bar__choice--purpose"
            options={held.map((each) => ({ id: each, label: t(`purposes.${each}`) }))}
            value={filter.purpose}
            onChange={(id) => {
              const purpose = PURPOSES.find((each) => each === id) ?? 'hiring';
              onFilter({ ...filter, purpose, jobId: null });
            }}
          />
        )}
        <Select
          label={t('list.filter')}
          isLabelHidden
          className="mgr-bar__choice"
          options={[
            { id: ANY, label: t('list.any_state') },
            ...SessionPhase.options.map((each) => ({ id: each, label: t(`phases.${each}`) })),
          ]}
          value={filter.phase ?? ANY}
          onChange={(id) => onFilter({ ...filter, phase: SessionPhase.options.find((each) => each === id) ?? null })}
        />
        <Select
          label={t('list.job')}
          isLabelHidden
          className="mgr-bar__choice"
          options={[
            { id: ANY, label: t('list.any_job') },
            ...jobs.map(({ id, title, interviews }) => ({
              id,
              label: t('list.job_count', { title, count: interviews, interpolation: { escapeValue: false } }),
            })),
          ]}
          value={filter.jobId ?? ANY}
          onChange={(id) => onFilter({ ...filter, jobId: id === ANY ? null : id })}
        />
        <Select
          label={t('list.days')}
          isLabelHidden
          className="mgr-bar__choice"
          options={SPANS.map((each) => ({ id: each, label: t(`spans.${each}`) }))}
          value={filter.span}
          onChange={(id) => onFilter({ ...filter, span: SPANS.find((each) => each === id) ?? 'any' })}
        />
      </div>
      <output className="mgr-soft mgr-bar__count mgr-nowrap">{children}</output>
    </div>
  );
}
