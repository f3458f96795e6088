import { Delete } from 'lucide-react';
import { Button } from './button.tsx';
import './number-pad.css';

export interface NumberPadProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly maxLength: number;
  readonly deleteLabel: string;
  readonly clearLabel: string;
  readonly isDisabled?: boolean;
}

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** Digits on the screen, for gloves and for kiosks without a keyboard. */
export function NumberPad({
  label,
  value,
  onChange,
  maxLength,
  deleteLabel,
  clearLabel,
  isDisabled = false,
}: NumberPadProps) {
  const press = (digit: string) => onChange((value + digit).slice(0, maxLength));
  const isEmpty = value === '';
  return (
    <fieldset className="ui-number-pad" aria-label={label}>
      {KEYS.map((digit) => (
        <Button key={digit} isDisabled={isDisabled} onPress={() => press(digit)}>
          {digit}
        </Button>
      ))}
      <Button
        variant="quiet"
        className="ui-number-pad__word"
        isDisabled={isDisabled || isEmpty}
        onPress={() => onChange('')}
      >
        {clearLabel}
      </Button>
      <Button isDisabled={isDisabled} onPress={() => press('0')}>
        0
      </Button>
      <Button
        variant="quiet"
        aria-label={deleteLabel}
        isDisabled={isDisabled || isEmpty}
        icon={<Delete aria-hidden="true" />}
        onPress={() => onChange(value.slice(0, -1))}
      />
    </fieldset>
  );
}
