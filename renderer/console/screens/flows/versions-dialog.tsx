import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Button, Dialog, Spinner, Table, type TableColumn } from '#renderer/ui/index.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { Workflow } from '#shared/hub/workflow.ts';
import { type Names, useNames } from '../../flow/names.tsx';
import { actorText } from '../../flow/words.ts';
import { ask } from '../../hub-client.ts';
import { ProblemNote } from '../../problem-note.tsx';
import { useAnswer } from '../../use-answer.ts';
import type { Words } from '../../words.ts';

const Versions = z.object({ versions: z.array(Workflow) });

interface ColumnParts extends Words {
  readonly names: Names;
  readonly onTake: ((flow: Workflow) => void) | null;
}

function columnsOf({ t, formats, names, onTake }: ColumnParts): TableColumn<Workflow>[] {
  return [
    {
      id: 'version',
      title: t('flows.version'),
      isRowHeader: true,
      cell: ({ version }) => formats.number(version),
    },
    {
      id: 'at',
      title: t('flows.saved_at'),
      cell: ({ createdAt }) => (createdAt === null ? '–' : formats.dateTime(createdAt)),
    },
    {
      id: 'by',
      title: t('flows.saved_by'),
      cell: ({ createdBy }) => (createdBy === null ? '–' : actorText(t, names, createdBy)),
    },
    {
      id: 'what',
      title: t('flows.holds'),
      cell: ({ stages, rules }) => t('flows.counts', { stages: stages.length, rules: rules.length }),
    },
    {
      id: 'take',
      title: t('keys.actions'),
      align: 'end',
      cell: (flow) =>
        onTake !== null && (
          <Button variant="quiet" onPress={() => onTake(flow)}>
            {t('flows.take_version')}
          </Button>
        ),
    },
  ];
}

/** Earlier versions of a flow; one can be taken as what the next begins with. */
export function VersionsDialog({
  jobId,
  onTake,
  onClose,
}: {
  readonly jobId: string;
  /** Null: may only look. */
  readonly onTake: ((flow: Workflow) => void) | null;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const names = useNames();
  const path = `${HUB_PATHS.workflows}/${encodeURIComponent(jobId)}/versions`;
  const { value, problem, reload } = useAnswer(useCallback(() => ask(path, Versions), [path]));
  return (
    <Dialog
      isOpen
      size="wide"
      onOpenChange={onClose}
      title={t('flows.versions')}
      actions={<Button onPress={onClose}>{t('common.cancel')}</Button>}
    >
      <div className="mgr-stack">
        <p>{t('flows.versions_lead')}</p>
        {problem !== null && <ProblemNote problem={problem} onRetry={() => void reload()} />}
        {value === null && problem === null && <Spinner label={t('common.loading')} />}
        {value !== null && (
          <Table
            className="mgr-table con-table"
            label={t('flows.versions')}
            rows={value.versions}
            rowId={({ version }) => String(version)}
            columns={columnsOf({ t, formats, names, onTake })}
            empty={t('flows.no_version')}
          />
        )}
      </div>
    </Dialog>
  );
}
