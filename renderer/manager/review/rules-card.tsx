import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, Banner, Button, Card } from '#renderer/ui/index.ts';
import { KIOSK_STAGE, type LocalRule, type RuleInForce, type RulePost } from '#shared/proposal.ts';
import { useManagerClient } from '../manager-client.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { problemOf, type Problem } from '../problem.ts';
import { useConditionWords } from './condition-words.ts';
import { RuleDialog } from './rule-dialog.tsx';

/** The rule of the site as it is edited. */
function localOf({ jobId, rule }: RuleInForce): LocalRule {
  const { id, name, when, propose } = rule;
  return { id, jobId, name: name['zh-CN'], when, propose };
}

interface RulesCardProps {
  readonly rules: readonly RuleInForce[];
  readonly posts: readonly RulePost[];
  readonly onChanged: () => void;
}

/** Every rule that is in force, as a sentence. Those of the site can be changed here. */
export function RulesCard({ rules, posts, onChanged }: RulesCardProps) {
  const { t } = useTranslation('review');
  const client = useManagerClient();
  const [edited, setEdited] = useState<LocalRule | 'new' | null>(null);
  const [removed, setRemoved] = useState<LocalRule | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const shown = rules.filter(({ rule }) => rule.stageId === KIOSK_STAGE);

  async function act(step: () => Promise<unknown>): Promise<boolean> {
    try {
      await step();
      setProblem(null);
      onChanged();
      return true;
    } catch (error) {
      setProblem(problemOf(error));
      return false;
    }
  }

  async function remove(rule: LocalRule): Promise<void> {
    if (await act(() => client.proposal.removeRule({ id: rule.id }))) setRemoved(rule);
  }

  async function putBack(rule: LocalRule): Promise<void> {
    if (await act(() => client.proposal.saveRule(rule))) setRemoved(null);
  }

  return (
    <Card
      title={t('rules.title')}
      actions={
        <Button icon={<Plus aria-hidden="true" />} onPress={() => setEdited('new')}>
          {t('rules.add')}
        </Button>
      }
    >
      <p className="mgr-soft">{t('rules.lead')}</p>
      {problem !== null && <ProblemBanner problem={problem} />}
      {removed !== null && (
        <Banner action={<Button onPress={() => void putBack(removed)}>{t('rules.undo_remove')}</Button>}>
          {t('rules.removed')}
        </Banner>
      )}
      {shown.length === 0 ? (
        <p>{t('rules.empty')}</p>
      ) : (
        <ul className="rev-rules">
          {shown.map((each) => (
            <RuleLine
              key={`${each.source} ${each.jobId} ${each.rule.id}`}
              of={each}
              posts={posts}
              onEdit={() => setEdited(localOf(each))}
              onRemove={() => void remove(localOf(each))}
            />
          ))}
        </ul>
      )}
      {shown.some(({ source }) => source === 'head_office') && <p className="mgr-soft">{t('rules.office_note')}</p>}
      {edited !== null && (
        <RuleDialog
          rule={edited === 'new' ? null : edited}
          taken={shown.map(({ rule }) => rule.id)}
          posts={posts}
          onClose={() => setEdited(null)}
          onSaved={() => {
            setEdited(null);
            setRemoved(null);
            onChanged();
          }}
        />
      )}
    </Card>
  );
}

function RuleLine({
  of,
  posts,
  onEdit,
  onRemove,
}: {
  readonly of: RuleInForce;
  readonly posts: readonly RulePost[];
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}) {
  const { t, i18n } = useTranslation('review');
  const { source, jobId, rule } = of;
  const post = posts.find(({ id }) => id === jobId);
  const words = useConditionWords((post === undefined ? posts : [post]).flatMap(({ dimensions }) => dimensions));
  const name = i18n.language === 'en' ? rule.name.en : rule.name['zh-CN'];
  return (
    <li className="rev-rule">
      <div className="rev-rule__words">
        <h3>{name}</h3>
        <p>{words.sentence(rule.when, rule.propose)}</p>
        <p className="mgr-soft">
          <Badge tone={source === 'site' ? 'accent' : 'neutral'}>
            {t(source === 'site' ? 'rules.of_site' : 'rules.from_office')}
          </Badge>{' '}
          {post?.title ?? jobId ?? t('rules.every_post')}
        </p>
      </div>
      {source === 'site' && (
        <div className="rev-rule__acts">
          <Button
            variant="quiet"
            isIconOnly
            icon={<Pencil aria-hidden="true" />}
            aria-label={t('rules.edit_named', { name, interpolation: { escapeValue: false } })}
            onPress={onEdit}
          />
          <Button
            variant="quiet"
            isIconOnly
            icon={<Trash2 aria-hidden="true" />}
            aria-label={t('rules.remove_named', { name, interpolation: { escapeValue: false } })}
            onPress={onRemove}
          />
        </div>
      )}
    </li>
  );
}
