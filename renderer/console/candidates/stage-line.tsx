import { Check, Minus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { classNames } from '#renderer/ui/index.ts';
import type { ApplicationSummary, TimelineEntry } from '#shared/hub/candidates.ts';
import { useNames } from '../flow/names.tsx';

/** When each stage was entered last. */
function enteredAt(timeline: readonly TimelineEntry[], applicationId: string): Map<string, string> {
  const entered = new Map<string, string>();
  for (const entry of timeline) {
    if (entry.applicationId !== applicationId) continue;
    const stageId = entry.detail[entry.kind === 'application.opened' ? 'stageId' : 'to'];
    if (typeof stageId === 'string' && !entered.has(stageId)) entered.set(stageId, entry.at);
  }
  return entered;
}

/** The stages of a job's flow as a line: done, here, to come. */
export function StageLine({
  application,
  timeline,
}: {
  readonly application: ApplicationSummary;
  readonly timeline: readonly TimelineEntry[];
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const names = useNames();
  const stages = names.flow(application.jobId)?.stages ?? [];
  const here = stages.findIndex(({ id }) => id === application.stageId);
  const entered = enteredAt(timeline, application.id);
  return (
    <ol className="file-stages" aria-label={t('candidates.stages')}>
      {stages.map(({ id, name }, index) => {
        const at = entered.get(id);
        const state =
          index === here ? 'here' : index > here ? 'to_come' : at === undefined && index > 0 ? 'skipped' : 'done';
        return (
          <li
            key={id}
            className={classNames('file-stage', `file-stage--${state}`)}
            {...(state === 'here' ? { 'aria-current': 'step' as const } : {})}
          >
            <span className="file-stage__mark" aria-hidden="true">
              {state === 'done' ? <Check /> : state === 'skipped' ? <Minus /> : index + 1}
            </span>
            <span className="file-stage__name">{names.text(name)}</span>
            <span className="file-stage__at">
              {state === 'to_come'
                ? t('candidates.stage_to_come')
                : at === undefined
                  ? t('candidates.stage_skipped')
                  : formats.shortDateTime(at)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
