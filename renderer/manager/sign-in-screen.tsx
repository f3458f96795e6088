import { ArrowLeft, LockKeyhole, UserRound } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, NumberPad, RadioCards, TextField } from '#renderer/ui/index.ts';
import type { StaffStatus } from '#shared/contract/staff.ts';
import type { Locale } from '#shared/localized.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { useManagerClient } from './manager-client.tsx';
import { problemOf, type Problem } from './problem.ts';
import { ProblemBanner } from './problem-banner.tsx';
import { clockTime } from './use-formats.ts';
import { useFocusOnShow } from './use-focus-on-show.ts';
import { useTicking } from './use-ticking.ts';

const PIN_MIN = 6;
const PIN_MAX = 12;

interface SignInScreenProps {
  readonly accounts: StaffStatus['accounts'];
  /** When `accounts` arrived, on the page's monotonic clock: locks run down from there. */
  readonly receivedAtMs: number;
  readonly locale: Locale;
  readonly onLocaleChange: (locale: Locale) => void;
  readonly onLeave: () => void;
}

/** Name and PIN, by touch or keyboard. */
export function SignInScreen({ accounts, receivedAtMs, locale, onLocaleChange, onLeave }: SignInScreenProps) {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [pin, setPin] = useState('');
  const [isChecking, setChecking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const now = useTicking(250);
  const pinSide = useFocusOnShow<HTMLDivElement>();
  const account = accounts.find(({ id }) => id === chosenId) ?? (accounts.length === 1 ? accounts[0] : undefined);
  const lockMs = account?.lockedForMs ?? 0;
  // the last tick may lie before the news of the lock
  const lockedMs = Math.max(0, lockMs - Math.max(0, now - receivedAtMs));
  const canSubmit = account !== undefined && pin.length >= PIN_MIN && lockedMs === 0 && !isChecking;

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!canSubmit) return;
    setChecking(true);
    setProblem(null);
    try {
      await client.staff.signIn({ staffId: account.id, pin });
    } catch (error) {
      setProblem(problemOf(error));
    }
    setPin('');
    setChecking(false);
  }

  return (
    <main className="mgr-sign-in">
      <div className="mgr-sign-in__top">
        <Button variant="quiet" icon={<ArrowLeft aria-hidden="true" />} onPress={onLeave}>
          {t('sign_in.back')}
        </Button>
        <LanguageSwitch locale={locale} onChange={onLocaleChange} />
      </div>
      <form className="mgr-sign-in__sheet" onSubmit={(event) => void submit(event)}>
        <div className="mgr-sign-in__who">
          <span className="mgr-sign-in__mark" aria-hidden="true">
            <LockKeyhole />
          </span>
          <h1 className="mgr-sign-in__title">{t('sign_in.title')}</h1>
          <p className="mgr-soft">{t('sign_in.lead')}</p>
          <div className="mgr-sign-in__names ui-scroll">
            <RadioCards
              label={t('sign_in.who')}
              options={accounts.map(({ id, name, role }) => ({
                value: id,
                label: name,
                description: t(`roles.${role}`),
                icon: <UserRound aria-hidden="true" />,
              }))}
              value={account?.id ?? null}
              onChange={(id) => {
                setChosenId(id);
                setPin('');
                setProblem(null);
              }}
            />
          </div>
        </div>
        <div className="mgr-sign-in__pin" ref={pinSide}>
          <TextField
            // the pad below writes into it
            data-keyboard="own"
            label={t('sign_in.pin')}
            type="password"
            inputMode="numeric"
            value={pin}
            maxLength={PIN_MAX}
            isDisabled={lockedMs > 0}
            onChange={(text) => setPin(text.replaceAll(/\D/g, '').slice(0, PIN_MAX))}
          />
          <NumberPad
            label={t('sign_in.pad')}
            value={pin}
            onChange={setPin}
            maxLength={PIN_MAX}
            deleteLabel={t('sign_in.delete')}
            clearLabel={t('sign_in.clear')}
            isDisabled={lockedMs > 0 || isChecking}
          />
          <Button
            type="submit"
            variant="primary"
            size="large"
            isWide
            isDisabled={!canSubmit && !isChecking}
            isPending={isChecking}
          >
            {isChecking ? t('sign_in.checking') : t('sign_in.submit')}
          </Button>
          <div className="mgr-sign-in__message">
            {lockedMs > 0 ? (
              <Banner tone="warn" title={t('sign_in.locked', { time: clockTime(Math.ceil(lockedMs / 1000) * 1000) })}>
                {t('sign_in.locked_hint')}
              </Banner>
            ) : (
              problem !== null && problem.code !== 'locked_out' && <ProblemBanner problem={problem} />
            )}
          </div>
        </div>
      </form>
    </main>
  );
}
