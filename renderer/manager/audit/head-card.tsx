import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Card } from '#renderer/ui/index.ts';
import type { AuditVerdict } from '#shared/contract/audit.ts';
import { useManagerClient } from '../manager-client.tsx';
import { problemOf, type Problem } from '../problem.ts';
import { ProblemBanner } from '../problem-banner.tsx';

function Verdict({ verdict }: { readonly verdict: AuditVerdict }) {
  const { t } = useTranslation('manager');
  const [first] = verdict.problems;
  if (first !== undefined) {
    return (
      <Banner tone="danger" isUrgent title={t('audit.tampered', { count: verdict.problemCount })}>
        {t(`audit.problems.${first.kind}`, { line: first.line })} {t('audit.tampered_next')}
      </Banner>
    );
  }
  return (
    <Banner
      tone={verdict.heldAgainst === 'damaged' ? 'warn' : 'info'}
      title={t('audit.sound', { count: verdict.lines })}
    >
      {t(`audit.held_against.${verdict.heldAgainst}`)}
    </Banner>
  );
}

/** The newest line and its hash: written down elsewhere, it proves every line before it. */
export function HeadCard({ head }: { readonly head: AuditVerdict['head'] }) {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const [verdict, setVerdict] = useState<AuditVerdict | null>(null);
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function verify(): Promise<void> {
    setPending(true);
    try {
      setVerdict(await client.audit.verify());
      setProblem(null);
    } catch (error) {
      setProblem(problemOf(error));
    }
    setPending(false);
  }

  return (
    <Card
      title={t('audit.head', { line: head.seq })}
      actions={
        <Button icon={<ShieldCheck aria-hidden="true" />} isPending={isPending} onPress={() => void verify()}>
          {t(isPending ? 'audit.verifying' : 'audit.verify')}
        </Button>
      }
    >
      <p className="ui-mono mgr-audit__hash">{head.sha256}</p>
      <p className="mgr-soft">{t('audit.head_note')}</p>
      {problem !== null && <ProblemBanner problem={problem} />}
      {verdict !== null && <Verdict verdict={verdict} />}
    </Card>
  );
}
