import type { ReactNode } from 'react';

/** The ground every illustration stands on: one size, one background. The words beside it say what it shows. */
export function Scene({ wall, children }: { readonly wall: string; readonly children: ReactNode }) {
  return (
    <svg className="illustration" viewBox="0 0 400 230" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <rect width="400" height="260" fill={wall} />
      {children}
    </svg>
  );
}
