import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { classNames } from './class-names.ts';
import './button.css';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  readonly variant?: ButtonVariant;
  readonly size?: 'normal' | 'large';
  /** A lucide icon before the label (or the whole button with `isIconOnly`, then pass `aria-label`). */
  readonly icon?: ReactNode;
  /** An icon after the label, for "next". */
  readonly iconAfter?: ReactNode;
  readonly isIconOnly?: boolean;
  readonly isWide?: boolean;
  readonly className?: string;
  readonly children?: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button for touch, mouse and keyboard. While `isPending` it keeps its place and ignores presses. */
export function Button({
  variant = 'secondary',
  size = 'normal',
  icon,
  iconAfter,
  isIconOnly = false,
  isWide = false,
  className,
  children,
  ...props
}: ButtonProps) {
  return (
    <AriaButton
      {...props}
      className={classNames(
        'ui-button',
        `ui-button--${variant}`,
        size === 'large' && 'ui-button--large',
        isIconOnly && 'ui-button--icon-only',
        isWide && 'ui-button--wide',
        className,
      )}
    >
      {icon}
      {children !== undefined && <span className="ui-button__label">{children}</span>}
      {iconAfter}
    </AriaButton>
  );
}
