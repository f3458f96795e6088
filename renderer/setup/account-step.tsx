import { useTranslation } from 'react-i18next';
import { Banner, TextField } from '#renderer/ui/index.ts';
import { useFocusOnShow } from '#renderer/manager/use-focus-on-show.ts';

const PIN_MIN = 6;
const PIN_MAX = 12;
/** From here on a stolen kiosk costs years of guessing, not days (reliability.md §4). */
const PIN_STRONG = 8;

export interface AccountDraft {
  readonly name: string;
  readonly pin: string;
  readonly again: string;
}

export type AccountProblem = 'name_missing' | 'pin_short' | 'pins_differ';

/** What keeps the account from being made; null when nothing does. Guessable PINs are refused by the core. */
export function accountProblem({ name, pin, again }: AccountDraft): AccountProblem | null {
  if (name.trim() === '') return 'name_missing';
  if (pin.length < PIN_MIN) return 'pin_short';
  return pin === again ? null : 'pins_differ';
}

function strength(pin: string): 'empty' | 'short' | 'enough' | 'strong' {
  if (pin === '') return 'empty';
  if (pin.length < PIN_MIN) return 'short';
  return pin.length < PIN_STRONG ? 'enough' : 'strong';
}

const digits = (text: string) => text.replaceAll(/\D/g, '').slice(0, PIN_MAX);

/** Name and PIN of the first person. */
export function AccountStep({
  account,
  onChange,
  problem,
}: {
  readonly account: AccountDraft;
  readonly onChange: (account: AccountDraft) => void;
  readonly problem: AccountProblem | null;
}) {
  const { t } = useTranslation('setup');
  const fields = useFocusOnShow<HTMLDivElement>();
  const said = (code: AccountProblem) => (problem === code ? t(`account.problems.${code}`) : undefined);
  return (
    <div className="setup__fields" ref={fields}>
      <TextField
        label={t('account.name')}
        value={account.name}
        maxLength={60}
        onChange={(name) => onChange({ ...account, name })}
        error={said('name_missing')}
      />
      <div className="setup__pair">
        <TextField
          label={t('account.pin')}
          type="password"
          inputMode="numeric"
          value={account.pin}
          onChange={(text) => onChange({ ...account, pin: digits(text) })}
          description={t(`account.strength.${strength(account.pin)}`, { count: account.pin.length })}
          error={said('pin_short')}
        />
        <TextField
          label={t('account.again')}
          type="password"
          inputMode="numeric"
          value={account.again}
          onChange={(text) => onChange({ ...account, again: digits(text) })}
          error={said('pins_differ')}
        />
      </div>
      <Banner tone="info">{t('account.no_way_back')}</Banner>
    </div>
  );
}
