import { Check, Copy, Save } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Dialog, QrCode, TextField } from '#renderer/ui/index.ts';
import { MadeTotp, RecoveryCodes } from '#shared/wire/person.ts';
import { ask } from '../../hub-client.ts';
import { ProblemNote } from '../../problem-note.tsx';
import { saveText } from '../../save-file.ts';
import { useDoing } from '../../use-doing.ts';

const PATH = '/v1/me/totp';
const DIGITS = 6;

type Step =
  | { readonly at: 'password' }
  | { readonly at: 'code'; readonly made: MadeTotp }
  | { readonly at: 'done'; readonly codes: readonly string[] };

/** Password, then QR code and the first code, then the recovery codes, which are shown this once. */
export function TotpSetupDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { isDoing, problem, run } = useDoing();
  const [step, setStep] = useState<Step>({ at: 'password' });
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [isCopied, setCopied] = useState(false);
  const isReady = step.at === 'password' ? password !== '' : code.replaceAll(/\s/g, '').length === DIGITS;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!isReady || isDoing) return;
    void run(async () => {
      if (step.at === 'password') {
        const made = await ask(PATH, MadeTotp, { method: 'POST', body: { password } });
        setPassword('');
        setStep({ at: 'code', made });
      } else if (step.at === 'code') {
        const { recoveryCodes } = await ask(`${PATH}/confirm`, RecoveryCodes, { method: 'POST', body: { code } });
        setStep({ at: 'done', codes: recoveryCodes });
      }
    });
  }

  if (step.at === 'done') {
    const text = step.codes.join('\n');
    return (
      <Dialog
        isOpen
        role="alertdialog"
        onOpenChange={onClose}
        title={t('account.totp_recovery_title')}
        actions={
          <>
            <Button
              icon={isCopied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
              onPress={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
            >
              {isCopied ? t('common.copied') : t('common.copy')}
            </Button>
            <Button
              icon={<Save aria-hidden="true" />}
              onPress={() => saveText('anteroom-recovery-codes.txt', `${text}\n`)}
            >
              {t('account.totp_save')}
            </Button>
            <Button variant="primary" onPress={onClose}>
              {t('common.done')}
            </Button>
          </>
        }
      >
        <div className="mgr-stack">
          <p>{t('account.totp_recovery_lead')}</p>
          <ol className="con-codes ui-mono">
            {step.codes.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ol>
          <Banner tone="warn">{t('common.shown_once')}</Banner>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      isOpen
      size={step.at === 'code' ? 'wide' : 'normal'}
      onOpenChange={onClose}
      title={t('account.totp_set_up_title')}
      actions={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" form="totp-setup" variant="primary" isDisabled={!isReady} isPending={isDoing}>
            {step.at === 'password' ? t('account.totp_next') : t('account.totp_turn_on')}
          </Button>
        </>
      }
    >
      <form id="totp-setup" className="mgr-stack" onSubmit={submit}>
        {problem !== null && <ProblemNote problem={problem} />}
        {step.at === 'password' ? (
          <>
            <p>{t('account.totp_password_lead')}</p>
            <TextField
              label={t('account.old')}
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={setPassword}
              maxLength={256}
            />
          </>
        ) : (
          <div className="con-totp">
            <QrCode text={step.made.uri} label={t('account.totp_qr')} />
            <div className="mgr-stack">
              <p>{t('account.totp_scan')}</p>
              <div>
                <p className="mgr-soft">{t('account.totp_by_hand')}</p>
                <p className="con-secret ui-mono">{step.made.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</p>
              </div>
              <TextField
                label={t('account.totp_code')}
                description={t('account.totp_code_hint')}
                inputMode="numeric"
                autoComplete="one-time-code"
                value={code}
                onChange={setCode}
                maxLength={7}
              />
            </div>
          </div>
        )}
      </form>
    </Dialog>
  );
}
