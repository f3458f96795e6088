import { KeyRound, Link2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Card, TextField } from '#renderer/ui/index.ts';
import type { EnrolmentState } from '#shared/contract/enrolment.ts';
import { useManagerClient } from './manager-client.tsx';
import { problemOf, type Problem } from './problem.ts';
import { ProblemBanner } from './problem-banner.tsx';
import { useFormats } from './use-formats.ts';

/** Digits of a public key that a person compares over the telephone. */
const SHOWN_KEY_CHARACTERS = 12;

/** How this kiosk is known at head office: a code makes it known, and its key can be changed. */
export function EnrolmentCard({
  loaded,
  onEnrolled,
}: {
  readonly loaded: EnrolmentState;
  /** The settings of head office are others now. */
  readonly onEnrolled: () => Promise<void>;
}) {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const format = useFormats();
  const [state, setState] = useState(loaded);
  const [url, setUrl] = useState(loaded.enrolment?.hubUrl ?? '');
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState<'enrol' | 'key' | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [done, setDone] = useState<'enrolled' | 'key_changed' | null>(null);
  const { enrolment } = state;

  async function attempt(what: 'enrol' | 'key', call: () => Promise<EnrolmentState>): Promise<boolean> {
    setBusy(what);
    setProblem(null);
    setDone(null);
    try {
      setState(await call());
      return true;
    } catch (error) {
      setProblem(problemOf(error));
      return false;
    } finally {
      setBusy(null);
    }
  }

  async function enrol(): Promise<void> {
    if (!URL.canParse(url)) {
      setProblem({ code: 'address_refused', values: {} });
      return;
    }
    if (!(await attempt('enrol', () => client.enrolment.enrol({ url, code })))) return;
    setCode('');
    setDone('enrolled');
    await onEnrolled();
  }

  async function changeKey(): Promise<void> {
    if (await attempt('key', () => client.enrolment.changeKey())) setDone('key_changed');
  }

  return (
    <Card title={t('enrolment.title')}>
      {enrolment === null ? (
        <p className="ui-field__description">{t('enrolment.not_yet')}</p>
      ) : (
        <dl className="mgr-facts">
          <dt>{t('enrolment.at')}</dt>
          <dd>{enrolment.hubUrl}</dd>
          <dt>{t('enrolment.site')}</dt>
          <dd>{enrolment.site}</dd>
          <dt>{t('enrolment.since')}</dt>
          <dd>{format.dateTime(enrolment.enrolledAt)}</dd>
          <dt>{t('enrolment.key')}</dt>
          <dd className="ui-tabular">{state.deviceKey.slice(0, SHOWN_KEY_CHARACTERS)}</dd>
        </dl>
      )}
      <TextField
        label={t('enrolment.url')}
        type="url"
        placeholder="https://hub.example.com"
        value={url}
        onChange={(next) => setUrl(next.trim())}
      />
      <TextField
        label={t('enrolment.code')}
        description={t('enrolment.code_hint')}
        value={code}
        maxLength={12}
        onChange={setCode}
      />
      {problem !== null && <ProblemBanner problem={problem} />}
      {done !== null && <Banner tone="good">{t(`enrolment.done.${done}`)}</Banner>}
      <div className="mgr-enrol">
        <Button
          icon={<Link2 aria-hidden="true" />}
          isDisabled={url === '' || code.trim() === '' || busy !== null}
          isPending={busy === 'enrol'}
          onPress={() => void enrol()}
        >
          {t(enrolment === null ? 'enrolment.enrol' : 'enrolment.enrol_again')}
        </Button>
        {enrolment !== null && (
          <Button
            variant="quiet"
            icon={<KeyRound aria-hidden="true" />}
            isDisabled={busy !== null}
            isPending={busy === 'key'}
            onPress={() => void changeKey()}
          >
            {t('enrolment.change_key')}
          </Button>
        )}
      </div>
    </Card>
  );
}
