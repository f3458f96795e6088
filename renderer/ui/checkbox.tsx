import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaCheckboxProps } from 'react-aria-components';
import { classNames } from './class-names.ts';
import './checkbox.css';

export interface CheckboxProps extends Omit<AriaCheckboxProps, 'className' | 'style' | 'children'> {
  readonly children: ReactNode;
  readonly icon?: ReactNode;
  /** Draws the whole row as a card: the target is as large as the text. */
  readonly isCard?: boolean;
  readonly className?: string;
}

/** A tick box whose whole row can be pressed. */
export function Checkbox({ children, icon, isCard = false, className, ...props }: CheckboxProps) {
  return (
    <AriaCheckbox {...props} className={classNames('ui-checkbox', isCard && 'ui-checkbox--card', className)}>
      <span className="ui-checkbox__box" aria-hidden="true">
        <Check strokeWidth={3.5} />
      </span>
      {icon !== undefined && <span className="ui-checkbox__icon">{icon}</span>}
      <span className="ui-checkbox__text">{children}</span>
    </AriaCheckbox>
  );
}
