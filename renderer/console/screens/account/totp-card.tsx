import { ShieldCheck } from 'lucide-react';
import { useCallback, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Badge, Banner, Button, Card, Dialog, Spinner, TextField } from '#renderer/ui/index.ts';
import { TotpState } from '#shared/wire/person.ts';
import { ask, tell } from '../../hub-client.ts';
import { ProblemNote } from '../../problem-note.tsx';
import { useAnswer } from '../../use-answer.ts';
import { useDoing } from '../../use-doing.ts';
import { TotpSetupDialog } from './totp-setup-dialog.tsx';

const PATH = '/v1/me/totp';
const FEW_CODES = 3;

/** Takes the second factor away: password and a code, as at sign-in. */
function RemovalDialog({ onClose, onDone }: { readonly onClose: () => void; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const { isDoing, problem, run } = useDoing();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const isReady = password !== '' && code.trim() !== '';
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!isReady || isDoing) return;
    void run(async () => {
      await tell(`${PATH}/remove`, { method: 'POST', body: { password, code } });
      onDone();
    });
  }
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={t('account.totp_remove_title')}
      actions={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" form="totp-removal" variant="danger" isDisabled={!isReady} isPending={isDoing}>
            {t('account.totp_remove')}
          </Button>
        </>
      }
    >
      <form id="totp-removal" className="mgr-stack" onSubmit={submit}>
        {problem !== null && <ProblemNote problem={problem} />}
        <p>{t('account.totp_remove_lead')}</p>
        <TextField
          label={t('account.old')}
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          maxLength={256}
        />
        <TextField
          label={t('account.totp_code')}
          description={t('account.totp_code_or_recovery')}
          autoComplete="one-time-code"
          value={code}
          onChange={setCode}
          maxLength={40}
        />
      </form>
    </Dialog>
  );
}

/** One's own second factor: whether there is one, setting it up, taking it away. */
export function TotpCard() {
  const { t } = useTranslation();
  const formats = useFormats();
  const load = useCallback(() => ask(PATH, TotpState), []);
  const { value: state, problem, reload } = useAnswer(load);
  const [open, setOpen] = useState<'setup' | 'removal' | null>(null);
  const close = () => {
    setOpen(null);
    void reload();
  };
  const isOn = state !== null && state.confirmedAt !== null;
  return (
    <Card
      title={t('account.totp_title')}
      actions={
        isOn && (
          <Badge tone="good" icon={<ShieldCheck aria-hidden="true" />}>
            {t('account.totp_on')}
          </Badge>
        )
      }
    >
      <div className="mgr-stack">
        {problem !== null && <ProblemNote problem={problem} onRetry={() => void reload()} />}
        {state === null && problem === null && <Spinner label={t('common.loading')} />}
        {state !== null && state.confirmedAt === null && (
          <>
            <p>{t('account.totp_lead')}</p>
            <div>
              <Button onPress={() => setOpen('setup')}>{t('account.totp_set_up')}</Button>
            </div>
          </>
        )}
        {state !== null && state.confirmedAt !== null && (
          <>
            <p>{t('account.totp_since', { at: formats.date(state.confirmedAt) })}</p>
            {state.recoveryCodesLeft <= FEW_CODES ? (
              <Banner tone="warn">{t('account.totp_few_codes', { count: state.recoveryCodesLeft })}</Banner>
            ) : (
              <p className="mgr-soft">{t('account.totp_codes_left', { count: state.recoveryCodesLeft })}</p>
            )}
            <div>
              <Button onPress={() => setOpen('removal')}>{t('account.totp_remove')}</Button>
            </div>
          </>
        )}
      </div>
      {open === 'setup' && <TotpSetupDialog onClose={close} />}
      {open === 'removal' && <RemovalDialog onClose={() => setOpen(null)} onDone={close} />}
    </Card>
  );
}
