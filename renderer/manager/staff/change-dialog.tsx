import { UserCog } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Dialog, RadioCards } from '#renderer/ui/index.ts';
import type { StaffEntry } from '#shared/contract/staff.ts';
import { useManagerClient, type ManagerClient } from '../manager-client.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { PinField, YourPinField } from './pin-field.tsx';
import { useChange } from './use-change.ts';

const CHANGES = ['pin', 'role', 'suspend', 'reactivate', 'end'] as const;
type Change = (typeof CHANGES)[number];

function changesOf({ state }: StaffEntry): readonly Change[] {
  return CHANGES.filter((each) =>
    each === 'suspend' ? state === 'active' : each !== 'reactivate' || state !== 'active',
  );
}

function carryOut(client: ManagerClient, { id, role }: StaffEntry, change: Change, pin: string, yourPin: string) {
  switch (change) {
    case 'pin':
      return client.staff.setPin({ id, pin, yourPin });
    case 'role':
      return client.staff.setRole({ id, role: role === 'manager' ? 'technician' : 'manager', yourPin });
    case 'suspend':
      return client.staff.setState({ id, state: 'suspended', yourPin });
    case 'reactivate':
      return client.staff.setState({ id, state: 'active', yourPin });
    case 'end':
      return client.staff.setState({ id, state: 'ended', yourPin });
  }
}

interface ChangeDialogProps {
  readonly account: StaffEntry;
  /** It is the reader's own: after the change they sign in again. */
  readonly isOwn: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** One change of one account at a time, each confirmed and written into the audit log. */
export function ChangeDialog({ account, isOwn, onClose, onDone }: ChangeDialogProps) {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const [change, setChange] = useState<Change | null>(null);
  const [pin, setPin] = useState('');
  const [yourPin, setYourPin] = useState('');
  const { run, isPending, problem, errorAt, forget } = useChange(onDone);
  const isReady = change !== null && yourPin !== '' && (change !== 'pin' || pin.length >= 6);
  const otherRole = t(`roles.${account.role === 'manager' ? 'technician' : 'manager'}`);

  return (
    <Dialog
      isOpen
      size="wide"
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      icon={<UserCog aria-hidden="true" />}
      title={t('staff.change_of', { name: account.name, interpolation: { escapeValue: false } })}
      actions={
        <>
          <Button onPress={onClose}>{t('staff.cancel')}</Button>
          <Button
            variant={change === 'end' ? 'danger' : 'primary'}
            isDisabled={!isReady}
            isPending={isPending}
            onPress={() => {
              if (change !== null) void run(() => carryOut(client, account, change, pin, yourPin));
            }}
          >
            {t(change === null ? 'staff.change' : `staff.confirm.${change}`)}
          </Button>
        </>
      }
    >
      <div className="mgr-stack">
        {problem !== null && <ProblemBanner problem={problem} />}
        <RadioCards
          label={t('staff.what')}
          isLabelHidden
          options={changesOf(account).map((each) => ({
            value: each,
            label: t(`staff.changes.${each}`, { role: otherRole }),
            description: t(`staff.change_hints.${each}`),
          }))}
          value={change}
          onChange={(value) => {
            forget();
            setChange(CHANGES.find((each) => each === value) ?? null);
          }}
        />
        {change === 'pin' && (
          <PinField
            label={t('staff.their_pin')}
            description={t('staff.their_pin_hint')}
            value={pin}
            onChange={(value) => {
              forget();
              setPin(value);
            }}
            error={errorAt('pin')}
          />
        )}
        {isOwn && change !== null && <Banner tone="info">{t('staff.own')}</Banner>}
        {change !== null && (
          <YourPinField
            value={yourPin}
            onChange={(value) => {
              forget();
              setYourPin(value);
            }}
            error={errorAt('yours')}
          />
        )}
      </div>
    </Dialog>
  );
}
