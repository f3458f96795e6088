import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Button, Dialog, Select } from '#renderer/ui/index.ts';
import { type Action, Rule } from '#shared/hub/workflow.ts';
import type { Names } from '../../flow/names.tsx';
import { beginningsOf, type Choices, ConditionFields } from './condition-fields.tsx';
import { newAction } from './flow-draft.ts';
import { LocalizedFields } from './localized-fields.tsx';
import { ruleText } from './rule-words.ts';

const MAX_CONDITIONS = 10;
const ACTIONS: readonly Action['kind'][] = ['advance', 'invite', 'order_check', 'hand_over', 'remind'];
const CHANNELS = ['email', 'sms', 'both'] as const;

interface RuleDialogProps {
  readonly jobId: string;
  readonly rule: Rule;
  readonly isNew: boolean;
  readonly stages: readonly { readonly id: string; readonly label: string }[];
  readonly choices: Choices;
  /** As the draft has them. */
  readonly names: Names;
  readonly onClose: () => void;
  readonly onDone: (rule: Rule) => void;
}

/** One rule: where it holds, when, and what it proposes, with the sentence it makes. */
export function RuleDialog({ jobId, rule: given, isNew, stages, choices, names, onClose, onDone }: RuleDialogProps) {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const [rule, setRule] = useState(given);
  const isGood = Rule.safeParse(rule).success;
  const checkIds = beginningsOf(choices).checkIds;
  const { propose } = rule;
  const actions = ACTIONS.filter((kind) => kind !== 'order_check' || checkIds.length > 0);
  const setAction = (action: Action | undefined) => {
    if (action !== undefined) setRule({ ...rule, propose: action });
  };
  const to = 'to' in propose ? propose.to : rule.stageId;

  return (
    <Dialog
      isOpen
      size="wide"
      isDismissable={false}
      onOpenChange={onClose}
      title={isNew ? t('flows.add_rule') : t('flows.change_rule')}
      actions={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" isDisabled={!isGood} onPress={() => onDone(rule)}>
            {t('flows.take_rule')}
          </Button>
        </>
      }
    >
      <div className="mgr-stack">
        <div className="flows-row flows-row--rule">
          <LocalizedFields label={t('flows.rule')} value={rule.name} onChange={(name) => setRule({ ...rule, name })} />
          <Select
            label={t('flows.in_stage_of')}
            options={stages}
            value={rule.stageId}
            onChange={(stageId) => setRule({ ...rule, stageId })}
          />
        </div>
        <div>
          <h3 className="mgr-small-title">{t('flows.when')}</h3>
          <ul className="flows-rows">
            {rule.when.map((condition, at) => (
              <ConditionFields
                // conditions have no id; a row is its place and its kind
                key={`${at} ${condition.kind}`}
                condition={condition}
                number={at + 1}
                choices={choices}
                onChange={(next) => setRule({ ...rule, when: rule.when.with(at, next) })}
                onRemove={rule.when.length === 1 ? null : () => setRule({ ...rule, when: rule.when.toSpliced(at, 1) })}
              />
            ))}
          </ul>
          {rule.when.length < MAX_CONDITIONS && (
            <Button
              variant="quiet"
              icon={<Plus aria-hidden="true" />}
              onPress={() => setRule({ ...rule, when: [...rule.when, { kind: 'all_dimensions_scored' }] })}
            >
              {t('flows.add_condition')}
            </Button>
          )}
        </div>
        <div>
          <h3 className="mgr-small-title">{t('flows.then')}</h3>
          <div className="flows-row flows-row--action">
            <Select
              label={t('flows.action')}
              options={actions.map((id) => ({ id, label: t(`flows.action_kinds.${id}`) }))}
              value={propose.kind}
              onChange={(chosen) => {
                const kind = actions.find((each) => each === chosen);
                if (kind !== undefined) setAction(newAction(kind, to, checkIds));
              }}
            />
            {'to' in propose && (
              <Select
                label={t('flows.to_stage')}
                options={stages}
                value={propose.to}
                onChange={(next) => setAction({ ...propose, to: next })}
              />
            )}
            {propose.kind === 'invite' && (
              <Select
                label={t('flows.by')}
                options={CHANNELS.map((id) => ({ id, label: t(`proposals.channels.${id}`) }))}
                value={propose.by}
                onChange={(chosen) =>
                  setAction({ ...propose, by: CHANNELS.find((each) => each === chosen) ?? 'email' })
                }
              />
            )}
            {propose.kind === 'order_check' && (
              <Select
                label={t('flows.partner')}
                options={choices.checks}
                value={propose.providerId}
                onChange={(providerId) => setAction({ ...propose, providerId })}
              />
            )}
          </div>
        </div>
        <div className="flows-preview" aria-live="polite">
          <h3 className="mgr-small-title">{t('flows.preview')}</h3>
          <p>{ruleText({ t, formats, names }, jobId, rule, i18n.language)}</p>
          <p className="mgr-soft">{t('flows.never_decides')}</p>
        </div>
      </div>
    </Dialog>
  );
}
