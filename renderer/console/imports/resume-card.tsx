import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Banner, Button, Card, TextField } from '#renderer/ui/index.ts';
import { ImportReport, type ImportRow, type ImportRowChange, NAME_FROM } from '#shared/hub/imports.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { splitUp } from '../candidates/split-up.ts';
import { ask } from '../hub-client.ts';
import { ProblemNote } from '../problem-note.tsx';
import { useDoing } from '../use-doing.ts';

/** What was read of a PDF, to be looked at and put right before it is taken in. */
export function ResumeCard({
  report,
  row,
  onTakeIn,
}: {
  readonly report: ImportReport;
  readonly row: ImportRow;
  /** After what stands here is kept. */
  readonly onTakeIn: () => Promise<void>;
}) {
  const { t } = useTranslation();
  const { isDoing, problem, run } = useDoing();
  const [name, setName] = useState(row.name ?? '');
  const [phones, setPhones] = useState(row.phones.join(', '));
  const [emails, setEmails] = useState(row.emails.join(', '));
  const [skills, setSkills] = useState(row.skills.join(', '));
  const [isPhoneWrong, setPhoneWrong] = useState(false);
  const isEmailWrong = splitUp(emails).some((email) => !z.email().safeParse(email).success);
  const nameFrom = report.reading[NAME_FROM];
  const takeIn = () =>
    run(async () => {
      const said: ImportRowChange = {
        name: name.trim(),
        phones: splitUp(phones),
        emails: splitUp(emails),
        skills: splitUp(skills),
      };
      const path = `${HUB_PATHS.imports}/${report.id}/rows/${row.number}`;
      const { counts } = await ask(path, ImportReport, { method: 'PATCH', body: said });
      // the address is looked at here: what is left to be wrong is the telephone
      if (counts.ready === 0) setPhoneWrong(true);
      else await onTakeIn();
    });
  return (
    <Card title={t('imports.resume.title')}>
      {problem !== null && <ProblemNote problem={problem} />}
      {nameFrom === 'none' && <Banner tone="warn">{t('imports.resume.no_name')}</Banner>}
      {nameFrom === 'first_line' && <Banner tone="warn">{t('imports.resume.name_guessed')}</Banner>}
      <div className="con-pair">
        <TextField
          label={t('candidates.name')}
          value={name}
          onChange={setName}
          maxLength={120}
          {...(name.trim() === '' ? { error: t('imports.resume.name_missing') } : {})}
        />
        <TextField
          label={t('candidates.phones')}
          description={t('candidates.several_hint')}
          value={phones}
          onChange={(typed) => {
            setPhones(typed);
            setPhoneWrong(false);
          }}
          maxLength={200}
          {...(isPhoneWrong ? { error: t('candidates.phone_wrong') } : {})}
        />
        <TextField
          label={t('candidates.emails')}
          description={t('candidates.several_hint')}
          value={emails}
          onChange={setEmails}
          maxLength={1000}
          {...(isEmailWrong ? { error: t('candidates.email_wrong') } : {})}
        />
        <TextField
          label={t('candidates.skills')}
          description={t('imports.resume.skills_hint')}
          value={skills}
          onChange={setSkills}
          maxLength={4000}
        />
      </div>
      <div className="flow-row">
        <Button
          variant="primary"
          isDisabled={name.trim() === '' || isEmailWrong}
          isPending={isDoing}
          onPress={() => void takeIn()}
        >
          {t('imports.resume.take_in')}
        </Button>
        <span className="mgr-soft">{t('imports.resume.not_kept')}</span>
      </div>
    </Card>
  );
}
