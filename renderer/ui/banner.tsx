import { CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import './banner.css';

export type BannerTone = 'info' | 'good' | 'warn' | 'danger';

export interface BannerProps {
  readonly tone?: BannerTone;
  readonly title?: ReactNode;
  /** The next step. */
  readonly children?: ReactNode;
  readonly icon?: ReactNode;
  readonly action?: ReactNode;
  /** Spoken at once when it appears. */
  readonly isUrgent?: boolean;
  readonly className?: string;
}

const ICONS = { info: Info, good: CircleCheck, warn: TriangleAlert, danger: TriangleAlert };

/** A sentence about what is going on, and what to do next. */
export function Banner({ tone = 'info', title, children, icon, action, isUrgent = false, className }: BannerProps) {
  const Icon = ICONS[tone];
  return (
    <div className={classNames('ui-banner', `ui-banner--${tone}`, className)} role={isUrgent ? 'alert' : 'status'}>
      <span className="ui-banner__icon" aria-hidden="true">
        {icon ?? <Icon />}
      </span>
      <div className="ui-banner__text">
        {title !== undefined && <p className="ui-banner__title">{title}</p>}
        {children !== undefined && <div>{children}</div>}
      </div>
      {action}
    </div>
  );
}
