import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { classNames } from './class-names.ts';
import './radio-cards.css';

export interface RadioCard {
  readonly value: string;
  readonly label: ReactNode;
  readonly description?: ReactNode;
  readonly icon?: ReactNode;
  /** Something beside the card that is not part of the choice, such as a listen button. */
  readonly aside?: ReactNode;
}

export interface RadioCardsProps {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly options: readonly RadioCard[];
  /** Null while nothing is chosen: no option is ever chosen beforehand. */
  readonly value: string | null;
  readonly onChange: (value: string) => void;
  readonly layout?: 'list' | 'row' | 'tiles';
  readonly isDisabled?: boolean;
  readonly className?: string;
}

/** One of several, each a large card. Arrow keys move, Space chooses. */
export function RadioCards({
  label,
  isLabelHidden = false,
  options,
  value,
  onChange,
  layout = 'list',
  isDisabled = false,
  className,
}: RadioCardsProps) {
  return (
    <RadioGroup
      className={classNames('ui-radio-cards', `ui-radio-cards--${layout}`, className)}
      value={value}
      onChange={onChange}
      isDisabled={isDisabled}
    >
      <Label className={isLabelHidden ? 'ui-visually-hidden' : 'ui-radio-cards__label'}>{label}</Label>
      <div className="ui-radio-cards__options">
        {options.map((option) => (
          <div key={option.value} className="ui-radio-cards__row">
            <Radio value={option.value} className="ui-radio-card">
              {option.icon !== undefined && <span className="ui-radio-card__icon">{option.icon}</span>}
              <span className="ui-radio-card__text">
                <span className="ui-radio-card__label">{option.label}</span>
                {option.description !== undefined && (
                  <span className="ui-radio-card__description">{option.description}</span>
                )}
              </span>
              <span className="ui-radio-card__mark" aria-hidden="true">
                <Check strokeWidth={3.5} />
              </span>
            </Radio>
            {option.aside}
          </div>
        ))}
      </div>
    </RadioGroup>
  );
}
