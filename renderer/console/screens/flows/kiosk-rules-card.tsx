import { MonitorSmartphone, Send } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Banner, Button, Card, Dialog, Spinner } from '#renderer/ui/index.ts';
import type { Rule, Workflow } from '#shared/hub/workflow.ts';
import { Publication, PUBLICATION_PATHS, PublicationList, PublicationWithBody } from '#shared/wire/publication.ts';
import { useNames } from '../../flow/names.tsx';
import { ask, HubProblem } from '../../hub-client.ts';
import { ProblemNote } from '../../problem-note.tsx';
import { useAnswer } from '../../use-answer.ts';
import { useDoing } from '../../use-doing.ts';
import { hasTaken, kiosksFor } from '../publications/kiosks-dialog.tsx';
import { isSame, type KioskRules, kioskRulesOf } from './kiosk-rules.ts';
import { PublishRulesDialog } from './publish-rules-dialog.tsx';
import { ruleText } from './rule-words.ts';

const KIND = 'rules';
const RELOAD_MS = 30_000;

interface Published {
  readonly newest: PublicationWithBody | null;
  readonly kiosks: PublicationList['kiosks'];
}

/** Rules as sentences. */
export function RuleSentences({ jobId, rules }: { readonly jobId: string; readonly rules: readonly Rule[] }) {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const names = useNames();
  return (
    <ul className="flows-rows">
      {rules.map((rule) => (
        <li key={rule.id} className="flows-rule">
          <div>
            <p className="mgr-person__name">{names.text(rule.name)}</p>
            <p>{ruleText({ t, formats, names }, jobId, rule, i18n.language)}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Which of a flow's rules hold at the kiosks, and publishing them anew. Only what is saved can be published. */
export function KioskRulesCard({ flow, mayPublish }: { readonly flow: Workflow; readonly mayPublish: boolean }) {
  const { t } = useTranslation();
  const { jobId } = flow;
  const path = `${PUBLICATION_PATHS.publications}/${KIND}/${encodeURIComponent(jobId)}`;
  const load = useCallback(async (): Promise<Published> => {
    const { kiosks } = await ask(PUBLICATION_PATHS.publications, PublicationList);
    const newest = await ask(path, PublicationWithBody).catch((error: unknown) => {
      // never published
      if (error instanceof HubProblem && error.code === 'not_found') return null;
      throw error;
    });
    return { newest, kiosks };
  }, [path]);
  const { value, problem, reload } = useAnswer(load, RELOAD_MS);
  const withdrawal = useDoing();
  const [isPublishing, setPublishing] = useState(false);
  const [isWithdrawing, setWithdrawing] = useState(false);
  const rules = value === null ? null : kioskRulesOf(flow, value.newest);

  const withdraw = () =>
    withdrawal.run(async () => {
      await ask(path, Publication, { method: 'DELETE' });
      setWithdrawing(false);
      await reload();
    });

  return (
    <Card
      title={t('flows.kiosks.title')}
      actions={
        mayPublish &&
        rules !== null && (
          <span className="con-actions">
            {rules.held !== null && (
              <Button variant="quiet" onPress={() => setWithdrawing(true)}>
                {t('flows.kiosks.withdraw')}
              </Button>
            )}
            <Button
              icon={<Send aria-hidden="true" />}
              isDisabled={rules.fit.length === 0 && rules.held === null}
              onPress={() => setPublishing(true)}
            >
              {t('flows.kiosks.publish')}
            </Button>
          </span>
        )
      }
    >
      <p className="mgr-soft">{t('flows.kiosks.lead')}</p>
      {problem !== null && <ProblemNote problem={problem} onRetry={() => void reload()} />}
      {value === null && problem === null && <Spinner label={t('common.loading')} />}
      {value !== null && rules !== null && <State jobId={jobId} published={value} rules={rules} />}
      {isPublishing && value !== null && rules !== null && (
        <PublishRulesDialog
          jobId={jobId}
          path={path}
          rules={rules}
          published={value.newest}
          onClose={() => setPublishing(false)}
          onDone={() => {
            setPublishing(false);
            void reload();
          }}
        />
      )}
      {isWithdrawing && (
        <Dialog
          isOpen
          onOpenChange={() => setWithdrawing(false)}
          title={t('flows.kiosks.withdraw_title')}
          actions={
            <>
              <Button onPress={() => setWithdrawing(false)}>{t('common.cancel')}</Button>
              <Button variant="danger" isPending={withdrawal.isDoing} onPress={() => void withdraw()}>
                {t('flows.kiosks.withdraw')}
              </Button>
            </>
          }
        >
          <p>{t('flows.kiosks.withdraw_lead')}</p>
          {withdrawal.problem !== null && <ProblemNote problem={withdrawal.problem} />}
        </Dialog>
      )}
    </Card>
  );
}

function State({
  jobId,
  published: { newest, kiosks },
  rules,
}: {
  readonly jobId: string;
  readonly published: Published;
  readonly rules: KioskRules;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { held } = rules;
  if (newest === null || held === null)
    return <p className="flows-head">{t(rules.fit.length === 0 ? 'flows.kiosks.nothing' : 'flows.kiosks.none')}</p>;
  const meant = kiosksFor(newest, kiosks);
  return (
    <>
      <p className="flows-head">
        {t('flows.kiosks.held', {
          version: newest.version,
          at: formats.dateTime(newest.publishedAt),
          who: newest.publishedBy,
          sites: held.sites === null ? t('people.all_sites') : held.sites.join(t('flows.comma')),
        })}
      </p>
      <p className="flows-kiosks">
        <MonitorSmartphone aria-hidden="true" />
        {meant.length === 0
          ? t('publications.no_kiosk')
          : t('publications.have_it', {
              have: meant.filter((kiosk) => hasTaken(newest, kiosk)).length,
              of: meant.length,
            })}
      </p>
      {!isSame(rules, held.sites) && <Banner tone="warn">{t('flows.kiosks.differ')}</Banner>}
      {held.rules.length === 0 ? (
        <p>{t('flows.kiosks.no_rules_held')}</p>
      ) : (
        <RuleSentences jobId={jobId} rules={held.rules} />
      )}
    </>
  );
}
