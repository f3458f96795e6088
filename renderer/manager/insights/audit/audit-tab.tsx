import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Card, Checkbox, Select, Switch, TextField } from '#renderer/ui/index.ts';
import { useManagerClient, type ManagerClient } from '../../manager-client.tsx';
import { ProblemBanner } from '../../problem-banner.tsx';
import { problemOf, type Problem } from '../../problem.ts';
import { FileChooser } from '../file/file-chooser.tsx';
import { type ChosenFile, useChosenFile } from '../file/use-chosen-file.ts';
import { AuditReport } from './audit-report.tsx';

/** More different names than this are no groups of people. */
const MAX_CATEGORIES = 30;
const MAX_GROUPS = 3;

type Report = Awaited<ReturnType<ManagerClient['insights']['auditFile']>>;

/** Who is selected, or scores high, by group: of a file the manager chooses. */
export function AuditTab() {
  const { t } = useTranslation('insights');
  const chosen = useChosenFile();
  return (
    <div className="mgr-stack">
      <Card title={t('audit.title')}>
        <p className="ins-words">{t('audit.note')}</p>
        <FileChooser {...chosen} />
      </Card>
      {chosen.file !== null && <AuditQuestion key={chosen.file.base64} file={chosen.file} />}
    </div>
  );
}

function AuditQuestion({ file }: { readonly file: ChosenFile }) {
  const { t } = useTranslation('insights');
  const client = useManagerClient();
  const [groups, setGroups] = useState<readonly string[]>([]);
  const [outcome, setOutcome] = useState<string | null>(null);
  const [leavesOut, setLeavesOut] = useState(false);
  const [justification, setJustification] = useState('');
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [report, setReport] = useState<Report | null>(null);
  const candidates = file.columns.filter(({ distinct }) => distinct >= 2 && distinct <= MAX_CATEGORIES);
  const outcomes = file.columns.filter(({ kind, name }) => kind !== 'text' && !groups.includes(name));
  const chosen = file.columns.find(({ name }) => name === outcome);
  const isReady = groups.length > 0 && chosen !== undefined && (!leavesOut || justification.trim().length >= 3);

  function toggle(name: string, isOn: boolean): void {
    setGroups((now) => (isOn ? [...now, name] : now.filter((each) => each !== name)));
    if (outcome === name) setOutcome(null);
    setReport(null);
  }

  async function ask(): Promise<void> {
    if (chosen === undefined) return;
    setPending(true);
    setProblem(null);
    try {
      const by = chosen.kind === 'flag' ? { outcome: chosen.name } : { score: chosen.name };
      const exclusionJustification = leavesOut ? justification.trim() : null;
      setReport(
        await client.insights.auditFile({ file: file.base64, groups: [...groups], by, exclusionJustification }),
      );
    } catch (error) {
      setReport(null);
      setProblem(problemOf(error));
    }
    setPending(false);
  }

  return (
    <>
      <Card>
        <div className="ins-form">
          <fieldset className="ins-groups">
            <legend>{t('audit.groups')}</legend>
            {candidates.length === 0 && <p className="mgr-soft">{t('audit.no_groups')}</p>}
            {candidates.map(({ name, distinct }) => (
              <Checkbox
                key={name}
                isSelected={groups.includes(name)}
                isDisabled={!groups.includes(name) && groups.length >= MAX_GROUPS}
                onChange={(isOn) => toggle(name, isOn)}
              >
                {name} <span className="mgr-soft">{t('audit.categories', { count: distinct })}</span>
              </Checkbox>
            ))}
          </fieldset>
          <Select
            label={t('audit.outcome')}
            placeholder={t('file.pick')}
            options={outcomes.map(({ name, kind }) => ({
              id: name,
              label: t(kind === 'flag' ? 'audit.by_selection' : 'audit.by_score', { name }),
            }))}
            value={outcome}
            onChange={(next) => {
              setOutcome(next);
              setReport(null);
            }}
          />
          <div className="mgr-stack">
            <Switch isSelected={leavesOut} onChange={setLeavesOut}>
              {t('audit.leave_out')}
            </Switch>
            {leavesOut && (
              <TextField
                label={t('audit.justification')}
                description={t('audit.justification_hint')}
                value={justification}
                maxLength={300}
                onChange={setJustification}
              />
            )}
          </div>
        </div>
        <div>
          <Button variant="primary" isDisabled={!isReady} isPending={isPending} onPress={() => void ask()}>
            {t('audit.run')}
          </Button>
        </div>
      </Card>
      {problem !== null && <ProblemBanner problem={problem} />}
      {report !== null && <AuditReport report={report} />}
    </>
  );
}
