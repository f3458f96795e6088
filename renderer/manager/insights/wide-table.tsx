import type { ReactNode } from 'react';

/** A table that may be wider than its place: it scrolls sideways, by keyboard too. */
export function WideTable({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // what scrolls has to be reachable by key (WCAG 2.1.1)
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="ins-scroll ui-scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
