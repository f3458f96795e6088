import { Label, Meter as AriaMeter, ProgressBar as AriaProgressBar } from 'react-aria-components';
import { classNames } from './class-names.ts';
import './meter.css';

export interface MeterProps {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  /** 0 to 1. */
  readonly value: number;
  /** What the value means, in words; spoken and, unless the label is hidden, shown. */
  readonly valueText?: string;
  readonly tone?: 'accent' | 'good' | 'warn' | 'danger';
  readonly className?: string;
}

function Track({ percent }: { readonly percent: number }) {
  return (
    <svg className="ui-meter__track" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect className="ui-meter__rail" width="100" height="4" />
      <rect className="ui-meter__fill" width={percent} height="4" />
    </svg>
  );
}

/** A measured quantity: level, noise, disk. */
export function Meter({ label, isLabelHidden = false, value, valueText, tone = 'accent', className }: MeterProps) {
  const percent = Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <AriaMeter
      className={classNames('ui-meter', `ui-meter--${tone}`, className)}
      value={percent}
      {...(valueText === undefined ? {} : { valueLabel: valueText })}
    >
      <span className={isLabelHidden ? 'ui-visually-hidden' : 'ui-meter__caption'}>
        <Label>{label}</Label>
        {valueText !== undefined && <span>{valueText}</span>}
      </span>
      <Track percent={percent} />
    </AriaMeter>
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
}: Omit<MeterProps, 'value'> & { readonly value: number | null }) {
  const percent = value === null ? 40 : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <AriaProgressBar
      className={classNames('ui-meter', `ui-meter--${tone}`, value === null && 'ui-meter--unknown', className)}
      isIndeterminate={value === null}
      value={percent}
      {...(valueText === undefined ? {} : { valueLabel: valueText })}
    >
      <span className={isLabelHidden ? 'ui-visually-hidden' : 'ui-meter__caption'}>
        <Label>{label}</Label>
        {valueText !== undefined && <span>{valueText}</span>}
      </span>
      <Track percent={percent} />
    </AriaProgressBar>
  );
}
