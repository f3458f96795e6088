import { type CSSProperties, type ReactNode, useCallback, useEffect, useRef } from 'react';
import { classNames } from '../class-names.ts';

/** Holding erases on: first after this long, then at this pace. */
const REPEAT_AFTER_MS = 500;
const REPEAT_EVERY_MS = 90;

/** Width as a multiple of a letter's, for the style sheet. */
export const widthOf = (width = 1): CSSProperties => ({ '--key-width': width }) as CSSProperties;

export interface KeyButtonProps {
  /** What the key is called where its face does not say so. */
  readonly label?: string;
  readonly onPress: () => void;
  readonly children: ReactNode;
  readonly width?: number;
  readonly isPressed?: boolean;
  readonly isDisabled?: boolean;
  readonly doesRepeat?: boolean;
  readonly className?: string;
}

/**
 * A key. It acts when it is touched, as a key does; the focus stays in the field, and a reader's press (which has no pointer) counts
 * as well.
 */
export function KeyButton({
  label,
  onPress,
  children,
  width = 1,
  isPressed,
  isDisabled = false,
  doesRepeat = false,
  className,
}: KeyButtonProps) {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const press = useRef(onPress);
  useEffect(() => {
    press.current = onPress;
  }, [onPress]);
  const release = useCallback(() => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
  }, []);
  useEffect(() => release, [release]);
  const repeat = (afterMs: number) => {
    timer.current = setTimeout(() => {
      press.current();
      repeat(REPEAT_EVERY_MS);
    }, afterMs);
  };
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={label}
      aria-pressed={isPressed}
      disabled={isDisabled}
      className={classNames('ui-key', className)}
      style={widthOf(width)}
      onMouseDown={(event) => event.preventDefault()}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        onPress();
        if (doesRepeat) repeat(REPEAT_AFTER_MS);
      }}
      onPointerUp={release}
      onPointerCancel={release}
      onPointerLeave={release}
      onClick={({ detail }) => {
        if (detail === 0) onPress();
      }}
    >
      {children}
    </button>
  );
}
