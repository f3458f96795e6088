import { type ReactNode, useEffect, useRef } from 'react';
import { classNames } from '#renderer/ui/index.ts';

/** The title of a screen. It takes the focus when the screen appears, so that a screen reader starts there. */
export function FocusHeading({ children, className }: { readonly children: ReactNode; readonly className?: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <h1 ref={heading} tabIndex={-1} className={classNames('c-heading', className)}>
      {children}
    </h1>
  );
}
