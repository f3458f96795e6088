import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import './badge.css';

export type BadgeTone = 'neutral' | 'accent' | 'good' | 'warn' | 'danger';

/** One or two words about a state. Colour never stands alone: the words say it. */
export function Badge({
  tone = 'neutral',
  icon,
  children,
}: {
  readonly tone?: BadgeTone;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <span className={classNames('ui-badge', `ui-badge--${tone}`)}>
      {icon}
      {children}
    </span>
  );
}
