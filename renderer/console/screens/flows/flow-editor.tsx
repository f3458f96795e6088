import { History } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Banner, Button } from '#renderer/ui/index.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { Workflow } from '#shared/hub/workflow.ts';
import { useNames } from '../../flow/names.tsx';
import { actorText } from '../../flow/words.ts';
import { ask } from '../../hub-client.ts';
import { ProblemNote } from '../../problem-note.tsx';
import { StageLine } from './stage-line.tsx';
import { useDoing } from '../../use-doing.ts';
import { DocumentList } from './document-list.tsx';
import { draftOf, inputOf, isChanged, type Obstacle, obstacleOf } from './flow-draft.ts';
import { RuleList } from './rule-list.tsx';
import { StageList } from './stage-list.tsx';
import { VersionsDialog } from './versions-dialog.tsx';

interface FlowEditorProps {
  readonly flow: Workflow;
  readonly mayWrite: boolean;
  readonly onSaved: (flow: Workflow) => void;
  /** Somebody else saved meanwhile: what is shown now is given up for theirs. */
  readonly onReload: () => void;
}

/** One job's flow: its stages, papers and rules, edited together and saved as its next version. */
export function FlowEditor({ flow, mayWrite, onSaved, onReload }: FlowEditorProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const names = useNames();
  const [draft, setDraft] = useState(() => draftOf(flow));
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isLooking, setLooking] = useState(false);
  const { isDoing, problem, run, clear } = useDoing();
  const obstacle = obstacleOf(draft);
  const hasChanged = isChanged(draft, flow);

  function change(next: typeof draft): void {
    setRefusal(null);
    clear();
    setDraft(next);
  }

  const save = () =>
    run(async () => {
      const path = `${HUB_PATHS.workflows}/${encodeURIComponent(flow.jobId)}`;
      onSaved(await ask(path, Workflow, { method: 'PUT', body: inputOf(draft, flow) }));
    });

  return (
    <div className="mgr-stack">
      <div className="mgr-bar">
        <p className="mgr-soft">
          {flow.createdAt === null || flow.createdBy === null
            ? t('flows.as_shipped')
            : t('flows.saved', {
                version: flow.version,
                at: formats.dateTime(flow.createdAt),
                who: actorText(t, names, flow.createdBy),
              })}
        </p>
        <Button variant="quiet" icon={<History aria-hidden="true" />} onPress={() => setLooking(true)}>
          {t('flows.versions')}
        </Button>
      </div>
      {refusal !== null && <Banner tone="warn">{refusal}</Banner>}
      {mayWrite ? (
        <StageList draft={draft} onChange={change} onRefused={setRefusal} />
      ) : (
        <StageLine stages={draft.stages} />
      )}
      <RuleList jobId={flow.jobId} draft={draft} onChange={change} mayWrite={mayWrite} />
      {mayWrite && <DocumentList draft={draft} onChange={change} onRefused={setRefusal} />}
      {problem !== null && <ProblemNote problem={problem} />}
      {problem?.code === 'conflict' && (
        <Banner tone="info" action={<Button onPress={onReload}>{t('flows.load_newest')}</Button>}>
          {t('flows.load_newest_lead')}
        </Banner>
      )}
      {mayWrite && (
        <div className="flows-save">
          <output className="mgr-soft">
            {obstacle !== null ? (
              <ObstacleText obstacle={obstacle} />
            ) : hasChanged ? (
              t('flows.unsaved')
            ) : (
              t('flows.same')
            )}
          </output>
          <Button isDisabled={!hasChanged || isDoing} onPress={() => change(draftOf(flow))}>
            {t('flows.undo')}
          </Button>
          <Button
            variant="primary"
            isDisabled={!hasChanged || obstacle !== null}
            isPending={isDoing}
            onPress={() => void save()}
          >
            {t('flows.save', { version: flow.version + 1 })}
          </Button>
        </div>
      )}
      {isLooking && (
        <VersionsDialog
          jobId={flow.jobId}
          onClose={() => setLooking(false)}
          onTake={
            mayWrite
              ? (taken) => {
                  change(draftOf(taken));
                  setLooking(false);
                }
              : null
          }
        />
      )}
    </div>
  );
}

function ObstacleText({ obstacle }: { readonly obstacle: Obstacle }) {
  const { t } = useTranslation();
  return obstacle.kind === 'too_few_stages'
    ? t('flows.too_few_stages')
    : t('flows.nameless', { what: t(`flows.${obstacle.of}_number`, { number: obstacle.number }) });
}
