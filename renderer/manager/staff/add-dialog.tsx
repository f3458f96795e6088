import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Dialog, RadioCards, TextField } from '#renderer/ui/index.ts';
import type { StaffEntry } from '#shared/contract/staff.ts';
import { useManagerClient } from '../manager-client.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { PinField, YourPinField } from './pin-field.tsx';
import { useChange } from './use-change.ts';

type Role = StaffEntry['role'];
const ROLES: readonly Role[] = ['manager', 'technician'];

/** A new account. Its person is there and chooses the PIN: nobody else ever knows it. */
export function AddDialog({ onClose, onDone }: { readonly onClose: () => void; readonly onDone: () => void }) {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role | null>(null);
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [yourPin, setYourPin] = useState('');
  const { run, isPending, problem, errorAt, forget } = useChange(onDone);
  const isDifferent = again.length >= pin.length && again !== pin && again !== '';
  const isReady = name.trim() !== '' && role !== null && pin.length >= 6 && again === pin && yourPin !== '';
  const editing =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      forget();
      set(value);
    };

  return (
    <Dialog
      isOpen
      size="wide"
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      icon={<UserPlus aria-hidden="true" />}
      title={t('staff.add')}
      actions={
        <>
          <Button onPress={onClose}>{t('staff.cancel')}</Button>
          <Button
            variant="primary"
            isDisabled={!isReady}
            isPending={isPending}
            onPress={() => {
              if (role !== null) void run(() => client.staff.add({ name: name.trim(), role, pin, yourPin }));
            }}
          >
            {t('staff.add_confirm')}
          </Button>
        </>
      }
    >
      <div className="mgr-stack">
        {problem !== null && <ProblemBanner problem={problem} />}
        <TextField
          label={t('staff.name')}
          value={name}
          maxLength={60}
          onChange={editing(setName)}
          error={errorAt('name')}
        />
        <RadioCards
          label={t('staff.role')}
          layout="row"
          options={ROLES.map((each) => ({
            value: each,
            label: t(`roles.${each}`),
            description: t(`staff.role_hints.${each}`),
          }))}
          value={role}
          onChange={(value) => setRole(ROLES.find((each) => each === value) ?? null)}
        />
        <div className="mgr-staff__pair">
          <PinField
            label={t('staff.their_pin')}
            description={t('staff.their_pin_hint')}
            value={pin}
            onChange={editing(setPin)}
            error={errorAt('pin')}
          />
          <PinField
            label={t('staff.pin_again')}
            value={again}
            onChange={setAgain}
            error={isDifferent ? t('staff.pins_differ') : undefined}
          />
        </div>
        <YourPinField value={yourPin} onChange={editing(setYourPin)} error={errorAt('yours')} />
      </div>
    </Dialog>
  );
}
