import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Button, Card } from '#renderer/ui/index.ts';
import type { Rule } from '#shared/hub/workflow.ts';
import { useNames } from '../../flow/names.tsx';
import type { Choices } from './condition-fields.tsx';
import { type FlowDraft, newSlug } from './flow-draft.ts';
import { RuleDialog } from './rule-dialog.tsx';
import { ruleText } from './rule-words.ts';

const MAX_RULES = 50;

interface RuleListProps {
  readonly jobId: string;
  readonly draft: FlowDraft;
  readonly onChange: (draft: FlowDraft) => void;
  readonly mayWrite: boolean;
}

/** The rules of a flow as sentences. They propose; a person decides. */
export function RuleList({ jobId, draft, onChange, mayWrite }: RuleListProps) {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const names = useNames();
  const { rules, stages } = draft;
  const [edited, setEdited] = useState<{ readonly rule: Rule; readonly at: number } | null>(null);
  const setRules = (next: readonly Rule[]) => onChange({ ...draft, rules: [...next] });

  // stages and documents as the draft names them, not as the hub still does
  const among = (list: readonly { readonly id: string; readonly name: Rule['name'] }[], id: string) => {
    const found = list.find((each) => each.id === id);
    return found === undefined ? id : names.text(found.name);
  };
  const drafted = {
    ...names,
    stage: (_jobId: string, id: string) => among(stages, id),
    document: (_jobId: string, id: string) => among(draft.documents, id),
  };
  const named = (list: readonly { readonly id: string; readonly name: Rule['name'] }[]) =>
    list.map(({ id, name }) => ({ id, label: names.text(name) }));
  const choices: Choices = {
    dimensions: named(names.flow(jobId)?.dimensions ?? []),
    documents: named(draft.documents),
    checks: names.all.partners
      .filter(({ kind, revokedAt }) => kind !== 'recruiting_channel' && revokedAt === null)
      .map(({ id, name }) => ({ id, label: name })),
  };

  function add(): void {
    const [first, second] = stages;
    if (first === undefined) return;
    const inEnglish = t('flows.new_rule', { lng: 'en' });
    const id = newSlug(
      inEnglish,
      rules.map((rule) => rule.id),
      'rule',
    );
    setEdited({
      at: rules.length,
      rule: {
        id,
        name: { 'zh-CN': t('flows.new_rule', { lng: 'zh-CN' }), en: inEnglish },
        stageId: first.id,
        when: [{ kind: 'session_is', state: 'finalized' }],
        propose: { kind: 'advance', to: (second ?? first).id },
      },
    });
  }

  return (
    <Card
      title={t('flows.rules')}
      actions={
        mayWrite &&
        rules.length < MAX_RULES && (
          <Button icon={<Plus aria-hidden="true" />} onPress={add}>
            {t('flows.add_rule')}
          </Button>
        )
      }
    >
      <p className="mgr-soft">{rules.length === 0 ? t('flows.no_rule') : t('flows.rules_lead')}</p>
      {rules.length > 0 && (
        <ul className="flows-rows">
          {rules.map((rule, at) => (
            <li key={rule.id} className="flows-rule">
              <div>
                <p className="mgr-person__name">{names.text(rule.name)}</p>
                <p>{ruleText({ t, formats, names: drafted }, jobId, rule, i18n.language)}</p>
              </div>
              {mayWrite && (
                <span className="con-actions">
                  <Button
                    variant="quiet"
                    aria-label={t('flows.change', { what: names.text(rule.name) })}
                    onPress={() => setEdited({ rule, at })}
                  >
                    {t('flows.change_it')}
                  </Button>
                  <Button
                    variant="quiet"
                    aria-label={t('flows.remove', { what: names.text(rule.name) })}
                    onPress={() => setRules(rules.toSpliced(at, 1))}
                  >
                    {t('flows.remove_it')}
                  </Button>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {edited !== null && (
        <RuleDialog
          jobId={jobId}
          rule={edited.rule}
          isNew={edited.at === rules.length}
          stages={named(stages)}
          choices={choices}
          names={drafted}
          onClose={() => setEdited(null)}
          onDone={(rule) => {
            setRules(edited.at === rules.length ? [...rules, rule] : rules.with(edited.at, rule));
            setEdited(null);
          }}
        />
      )}
    </Card>
  );
}
