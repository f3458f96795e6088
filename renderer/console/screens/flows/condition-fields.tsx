import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, Select, TextField } from '#renderer/ui/index.ts';
import type { Condition } from '#shared/hub/workflow.ts';
import { type Beginnings, conditionKinds, newCondition } from './flow-draft.ts';
import { NumberField } from './number-field.tsx';

type Option = { readonly id: string; readonly label: string };

/** What can be chosen from, by name. */
export interface Choices {
  readonly dimensions: readonly Option[];
  readonly documents: readonly Option[];
  readonly checks: readonly Option[];
}

export function beginningsOf({ dimensions, documents, checks }: Choices): Beginnings {
  const ids = (options: readonly Option[]) => options.map(({ id }) => id);
  return { dimensionIds: ids(dimensions), documentIds: ids(documents), checkIds: ids(checks) };
}

interface ConditionFieldsProps {
  readonly condition: Condition;
  readonly number: number;
  readonly choices: Choices;
  readonly onChange: (condition: Condition) => void;
  /** Null: the last one stays. */
  readonly onRemove: (() => void) | null;
}

/** One condition of a rule: what it looks at, and how much of it. */
export function ConditionFields({ condition, number, choices, onChange, onRemove }: ConditionFieldsProps) {
  const { t } = useTranslation();
  const beginnings = beginningsOf(choices);
  const kinds = conditionKinds(beginnings);
  return (
    <li className="flows-row flows-row--condition">
      <Select
        label={t('flows.condition_number', { number })}
        options={kinds.map((id) => ({ id, label: t(`flows.condition_kinds.${id}`) }))}
        value={condition.kind}
        onChange={(chosen) => {
          const kind = kinds.find((each) => each === chosen);
          const next = kind === undefined ? undefined : newCondition(kind, beginnings);
          if (next !== undefined) onChange(next);
        }}
      />
      <Details condition={condition} choices={choices} onChange={onChange} />
      {onRemove !== null && (
        <Button
          isIconOnly
          variant="quiet"
          icon={<Trash2 aria-hidden="true" />}
          aria-label={t('flows.remove_condition', { number })}
          onPress={onRemove}
        />
      )}
    </li>
  );
}

function Details({ condition, choices, onChange }: Pick<ConditionFieldsProps, 'condition' | 'choices' | 'onChange'>) {
  const { t } = useTranslation();
  const select = (label: string, options: readonly Option[], value: string, set: (id: string) => void) => (
    <Select label={label} options={options} value={value} onChange={set} />
  );
  const score = (of: { readonly score: number }, set: (score: number) => void) => (
    <NumberField label={t('flows.at_least')} value={of.score} min={0} max={100} onChange={set} />
  );
  const worded = (ids: readonly string[], path: string) =>
    ids.map((id) => {
      const key = `${path}.${id}`;
      return { id, label: t(key) };
    });
  switch (condition.kind) {
    case 'total_at_least':
      return (
        <>
          {select(t('flows.of'), worded(['score', 'low'], 'flows.total_of'), condition.of, (of) =>
            onChange({ ...condition, of: of === 'low' ? 'low' : 'score' }),
          )}
          {score(condition, (next) => onChange({ ...condition, score: next }))}
        </>
      );
    case 'dimension_at_least':
      return (
        <>
          {select(t('flows.dimension'), choices.dimensions, condition.dimensionId, (dimensionId) =>
            onChange({ ...condition, dimensionId }),
          )}
          {score(condition, (next) => onChange({ ...condition, score: next }))}
        </>
      );
    case 'all_dimensions_scored':
      return null;
    case 'session_is': {
      const states = ['started', 'sealed', 'finalized'] as const;
      return select(t('flows.interview'), worded(states, 'flows.session_states'), condition.state, (chosen) =>
        onChange({ ...condition, state: states.find((each) => each === chosen) ?? 'finalized' }),
      );
    }
    case 'check_is': {
      const outcomes = ['clear', 'review', 'incomplete'] as const;
      return (
        <>
          {select(t('flows.partner'), choices.checks, condition.providerId, (providerId) =>
            onChange({ ...condition, providerId }),
          )}
          {select(t('flows.outcome'), worded(outcomes, 'proposals.outcomes'), condition.outcome, (chosen) =>
            onChange({ ...condition, outcome: outcomes.find((each) => each === chosen) ?? 'clear' }),
          )}
        </>
      );
    }
    case 'document_missing':
    case 'document_received':
      return select(t('flows.document'), choices.documents, condition.documentId, (documentId) =>
        onChange({ ...condition, documentId }),
      );
    case 'in_stage_for_days':
      return (
        <NumberField
          label={t('flows.days')}
          value={condition.days}
          min={1}
          max={365}
          onChange={(days) => onChange({ ...condition, days })}
        />
      );
    case 'has_skill':
      return (
        <TextField
          label={t('flows.skill')}
          value={condition.skill}
          maxLength={80}
          onChange={(skill) => onChange({ ...condition, skill })}
          {...(condition.skill.trim() === '' ? { error: t('flows.skill_needed') } : {})}
        />
      );
    case 'has_contact': {
      const ways = ['email', 'phone'] as const;
      return select(t('flows.contact'), worded(ways, 'flows.contacts'), condition.by, (chosen) =>
        onChange({ ...condition, by: chosen === 'email' ? 'email' : 'phone' }),
      );
    }
  }
}
