import { Label, ProgressBar as AriaProgressBar } from 'react-aria-components';
import { classNames } from './class-names.ts';
import './progress-bar.css';

export interface ProgressBarProps {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  /** 0 to 1; null while nobody knows. */
  readonly value: number | null;
  /** What the value means, in words; spoken and, unless the label is hidden, shown. */
  readonly valueText?: string;
  readonly tone?: 'accent' | 'good' | 'warn' | 'danger';
  readonly className?: string;
}

function Track({ percent }: { readonly percent: number }) {
  return (
    <svg className="ui-progress__track" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect className="ui-progress__rail" width="100" height="4" />
      <rect className="ui-progress__fill" width={percent} height="4" />
    </svg>
  );
}

/** How far something has come. Without a value it is under way for an unknown time. */
export function ProgressBar({
  label,
  isLabelHidden = false,
  value,
  valueText,
  tone = 'accent',
  className,
}: ProgressBarProps) {
  const percent = value === null ? 40 : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <AriaProgressBar
      className={classNames('ui-progress', `ui-progress--${tone}`, value === null && 'ui-progress--unknown', className)}
      isIndeterminate={value === null}
      value={percent}
      {...(valueText === undefined ? {} : { valueLabel: valueText })}
    >
      <span className={isLabelHidden ? 'ui-visually-hidden' : 'ui-progress__caption'}>
        <Label>{label}</Label>
        {valueText !== undefined && <span>{valueText}</span>}
      </span>
      <Track percent={percent} />
    </AriaProgressBar>
  );
}
