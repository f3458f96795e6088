import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Dialog, Select, TextField } from '#renderer/ui/index.ts';
import { defaultWorkflow } from '#shared/hub/default-workflow.ts';
import { Action } from '#shared/hub/workflow.ts';
import { KIOSK_STAGE, type LocalRule, type RulePost } from '#shared/proposal.ts';
import { useManagerClient } from '../manager-client.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { problemOf, type Problem } from '../problem.ts';
import { useConditionWords } from './condition-words.ts';
import {
  CONDITION_KINDS,
  type ConditionDraft,
  freeRuleId,
  isScore,
  localRuleOf,
  NEW_RULE,
  newCondition,
  type RuleDraft,
  ruleDraftOf,
} from './rule-draft.ts';

const ACTIONS = Action.options.map(({ shape }) => shape.kind.value);
/** Steps that may come after the interview at the kiosk. */
const STAGES = defaultWorkflow('any')
  .stages.map(({ id }) => id)
  .filter((id) => id !== KIOSK_STAGE && id !== 'screening');
const EVERY_POST = 'every';
const MAX_CONDITIONS = 10;

interface RuleDialogProps {
  /** Null: a new one. */
  readonly rule: LocalRule | null;
  /** Ids that are in use. */
  readonly taken: readonly string[];
  readonly posts: readonly RulePost[];
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** A rule of the site as a form, read back as a sentence while it is made. */
export function RuleDialog({ rule, taken, posts, onClose, onSaved }: RuleDialogProps) {
  const { t } = useTranslation('review');
  const client = useManagerClient();
  const [id] = useState(() => rule?.id ?? freeRuleId(taken));
  const [draft, setDraft] = useState<RuleDraft>(() => (rule === null ? NEW_RULE : ruleDraftOf(rule)));
  const [hasTried, setTried] = useState(false);
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const ofPosts = draft.jobId === null ? posts : posts.filter((post) => post.id === draft.jobId);
  const dimensions = ofPosts.flatMap((post) => post.dimensions);
  const words = useConditionWords(dimensions);
  const ready = localRuleOf(id, draft);
  // the sentence does not wait for a name
  const preview = localRuleOf(id, { ...draft, name: draft.name.trim() === '' ? id : draft.name });
  const change = (part: Partial<RuleDraft>) => setDraft({ ...draft, ...part });

  async function save(): Promise<void> {
    setTried(true);
    if (ready === null) return;
    setPending(true);
    try {
      await client.proposal.saveRule(ready);
      onSaved();
    } catch (error) {
      setProblem(problemOf(error));
    }
    setPending(false);
  }

  return (
    <Dialog
      isOpen
      size="wide"
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t(rule === null ? 'rules.form_add' : 'rules.form_edit')}
      actions={
        <>
          <Button onPress={onClose}>{t('rules.cancel')}</Button>
          <Button variant="primary" isPending={isPending} onPress={() => void save()}>
            {t('rules.save')}
          </Button>
        </>
      }
    >
      <div className="mgr-stack">
        <div className="rev-proposal__when">
          <TextField
            label={t('rules.name')}
            maxLength={80}
            value={draft.name}
            onChange={(name) => change({ name })}
            error={hasTried && draft.name.trim() === '' ? t('rules.wrong_name') : undefined}
          />
          <Select
            label={t('rules.post')}
            options={[
              { id: EVERY_POST, label: t('rules.every_post') },
              ...posts.map((post) => ({ id: post.id, label: post.title })),
            ]}
            value={draft.jobId ?? EVERY_POST}
            onChange={(chosen) => change({ jobId: chosen === EVERY_POST ? null : chosen })}
          />
        </div>
        {draft.when.map((condition, index) => (
          <ConditionFields
            // places, not identities: nothing is reordered
            key={`${index} of ${draft.when.length}`}
            condition={condition}
            dimensions={dimensions}
            onChange={(next) => change({ when: draft.when.with(index, next) })}
            onRemove={draft.when.length > 1 ? () => change({ when: draft.when.toSpliced(index, 1) }) : null}
          />
        ))}
        {draft.when.length < MAX_CONDITIONS && (
          <div>
            <Button
              variant="quiet"
              icon={<Plus aria-hidden="true" />}
              onPress={() => change({ when: [...draft.when, newCondition('all_dimensions_scored', '')] })}
            >
              {t('rules.add_condition')}
            </Button>
          </div>
        )}
        <div className="rev-proposal__when">
          <Select
            label={t('rules.then')}
            options={ACTIONS.map((kind) => ({ id: kind, label: t(`action_names.${kind}`) }))}
            value={draft.propose}
            onChange={(chosen) => change({ propose: ACTIONS.find((kind) => kind === chosen) ?? draft.propose })}
          />
          {draft.propose !== 'hand_over' && draft.propose !== 'remind' && (
            <Select
              label={t('rules.to')}
              options={STAGES.map((stage) => ({ id: stage, label: words.stage(stage) }))}
              value={draft.to}
              onChange={(to) => change({ to })}
            />
          )}
          {draft.propose === 'order_check' && (
            <TextField
              label={t('rules.provider')}
              maxLength={64}
              value={draft.providerId}
              onChange={(providerId) => change({ providerId })}
            />
          )}
        </div>
        {preview !== null && (
          <output className="rev-preview" aria-label={t('rules.preview')}>
            {words.sentence(preview.when, preview.propose)}
          </output>
        )}
        {problem !== null && <ProblemBanner problem={problem} />}
      </div>
    </Dialog>
  );
}

function ConditionFields({
  condition,
  dimensions,
  onChange,
  onRemove,
}: {
  readonly condition: ConditionDraft;
  readonly dimensions: RulePost['dimensions'];
  readonly onChange: (condition: ConditionDraft) => void;
  /** Null: the last one stays. */
  readonly onRemove: (() => void) | null;
}) {
  const { t } = useTranslation('review');
  return (
    <div className="rev-condition">
      <Select
        label={t('rules.when')}
        options={CONDITION_KINDS.map((kind) => ({ id: kind, label: t(`rules.kinds.${kind}`) }))}
        value={condition.kind}
        onChange={(chosen) => {
          const kind = CONDITION_KINDS.find((each) => each === chosen);
          if (kind !== undefined) onChange(newCondition(kind, dimensions[0]?.id ?? ''));
        }}
      />
      {'score' in condition && (
        <TextField
          label={t('rules.score')}
          inputMode="numeric"
          value={condition.score}
          onChange={(score) => onChange({ ...condition, score })}
          error={isScore(condition.score) ? undefined : t('rules.wrong_score')}
        />
      )}
      {condition.kind === 'total_at_least' && (
        <Select
          label={t('rules.score_of')}
          options={[
            { id: 'score', label: t('rules.of_score') },
            { id: 'low', label: t('rules.of_low') },
          ]}
          value={condition.of}
          onChange={(of) => onChange({ ...condition, of: of === 'low' ? 'low' : 'score' })}
        />
      )}
      {condition.kind === 'dimension_at_least' && (
        <Select
          label={t('rules.dimension')}
          options={dimensions.map(({ id, name }) => ({ id, label: name }))}
          value={condition.dimensionId}
          onChange={(dimensionId) => onChange({ ...condition, dimensionId })}
        />
      )}
      {onRemove !== null && (
        <Button
          variant="quiet"
          isIconOnly
          icon={<X aria-hidden="true" />}
          aria-label={t('rules.remove_condition')}
          onPress={onRemove}
        />
      )}
    </div>
  );
}
