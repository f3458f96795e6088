import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TableColumn } from '#renderer/ui/index.ts';
import type { AuditLine } from '#shared/contract/audit.ts';
import { useFormats } from '../use-formats.ts';

/** Actions are `noun.verb`; keys of the locale files have no dots inside. */
export function actionKey(action: string): string {
  return `audit.actions.${action.replaceAll('.', '_')}`;
}

function Detail({ detail }: { readonly detail: AuditLine['detail'] }) {
  const { t } = useTranslation('manager');
  // a hash says nothing to a reader, and stands in the record it is of
  const said = Object.entries(detail).filter(([key, value]) => key !== 'sha256' && value !== null && value !== '');
  if (said.length === 0) return null;
  return (
    <span className="mgr-audit__detail">
      {said.map(([key, value]) => `${t(`audit.details.${key}`, { defaultValue: key })}: ${String(value)}`).join(' · ')}
    </span>
  );
}

/** Number, time, who, what in words, about whom. */
export function useAuditColumns(): readonly TableColumn<AuditLine>[] {
  const { t } = useTranslation('manager');
  const format = useFormats();
  return useMemo(
    (): readonly TableColumn<AuditLine>[] => [
      {
        id: 'seq',
        title: t('audit.line'),
        align: 'end',
        cell: ({ seq }) => seq,
      },
      {
        id: 'at',
        title: t('audit.at'),
        cell: ({ at }) => <span className="ui-tabular mgr-nowrap">{format.dateTime(at)}</span>,
      },
      {
        id: 'who',
        title: t('audit.who'),
        cell: ({ actor }) => actor.name ?? t(`audit.actors.${actor.kind}`),
      },
      {
        id: 'what',
        title: t('audit.what'),
        isRowHeader: true,
        cell: ({ action, detail }) => (
          <span className="mgr-audit__what">
            <span>{t(actionKey(action), { defaultValue: action })}</span>
            <Detail detail={detail} />
          </span>
        ),
      },
      {
        id: 'about',
        title: t('audit.about'),
        cell: ({ subject: { kind, text } }) =>
          kind === 'kiosk' ? (
            t('audit.this_kiosk')
          ) : (
            <span className={kind === 'interview' ? 'ui-tabular' : undefined}>{text}</span>
          ),
      },
    ],
    [t, format],
  );
}
