import type { ReactNode } from 'react';

/** Where nothing is yet: what will be here, and what brings it. */
export function EmptyNote({
  icon,
  title,
  children,
}: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="mgr-empty">
      {icon}
      <p className="mgr-empty__title">{title}</p>
      <p>{children}</p>
    </div>
  );
}
