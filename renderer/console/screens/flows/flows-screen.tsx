import { Waypoints } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '#renderer/manager/page-header.tsx';
import { Banner, Select, Spinner } from '#renderer/ui/index.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { Workflow } from '#shared/hub/workflow.ts';
import type { Me } from '#shared/wire/person.ts';
import { EmptyNote } from '../../empty-note.tsx';
import { useNames, WithNames } from '../../flow/names.tsx';
import { ask } from '../../hub-client.ts';
import { ProblemNote } from '../../problem-note.tsx';
import { useAnswer } from '../../use-answer.ts';
import { goTo, usePlace } from '../../use-place.ts';
import { FlowEditor } from './flow-editor.tsx';
import { KioskRulesCard } from './kiosk-rules-card.tsx';
import './flows.css';

/** How candidates of each job go from stage to stage, and what rules propose on the way. */
export function FlowsScreen({ me }: { readonly me: Me }) {
  return (
    <WithNames>
      <Flows
        mayWrite={me.scopes.includes('workflow:write')}
        kiosks={
          me.scopes.includes('publications:read') ? { mayPublish: me.scopes.includes('publications:write') } : null
        }
      />
    </WithNames>
  );
}

interface Rights {
  readonly mayWrite: boolean;
  /** Null: may not see what is published. */
  readonly kiosks: { readonly mayPublish: boolean } | null;
}

function Flows(rights: Rights) {
  const { t } = useTranslation();
  const names = useNames();
  const [, asked] = usePlace();
  const jobs = names.all.jobs.map(({ jobId }) => jobId);
  const jobId = asked !== undefined && jobs.includes(asked) ? asked : jobs[0];
  return (
    <>
      <PageHeader
        title={t('flows.title')}
        note={t('flows.note')}
        actions={
          jobs.length > 0 && (
            <Select
              label={t('flows.job')}
              isLabelHidden
              className="flows-job"
              options={jobs.map((id) => ({ id, label: names.job(id) }))}
              value={jobId ?? null}
              onChange={(id) => goTo('flows', id)}
            />
          )
        }
      />
      {jobId === undefined ? (
        <div className="mgr-sheet">
          <EmptyNote icon={<Waypoints aria-hidden="true" />} title={t('flows.empty')}>
            {t('flows.empty_hint')}
          </EmptyNote>
        </div>
      ) : (
        <OneFlow key={jobId} jobId={jobId} {...rights} />
      )}
    </>
  );
}

function OneFlow({ jobId, mayWrite, kiosks }: Rights & { readonly jobId: string }) {
  const { t } = useTranslation();
  const load = useCallback(() => ask(`${HUB_PATHS.workflows}/${encodeURIComponent(jobId)}`, Workflow), [jobId]);
  const { value, problem, reload } = useAnswer(load);
  const [saved, setSaved] = useState<Workflow | null>(null);
  const flow = saved ?? value;
  if (flow === null)
    return problem === null ? (
      <Spinner label={t('common.loading')} />
    ) : (
      <ProblemNote problem={problem} onRetry={() => void reload()} />
    );
  return (
    <>
      {saved !== null && <Banner tone="good">{t('flows.done', { version: saved.version })}</Banner>}
      <FlowEditor
        key={flow.version}
        flow={flow}
        mayWrite={mayWrite}
        onSaved={setSaved}
        onReload={() => {
          setSaved(null);
          void reload();
        }}
      />
      {kiosks !== null && <KioskRulesCard flow={flow} mayPublish={kiosks.mayPublish} />}
    </>
  );
}
