import type { ReactNode } from 'react';

/** Title of a screen with what can be done there. */
export function PageHeader({
  title,
  note,
  actions,
}: {
  readonly title: ReactNode;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <header className="mgr-header">
      <div className="mgr-header__words">
        <h1 className="mgr-header__title">{title}</h1>
        {note !== undefined && <p className="mgr-header__note">{note}</p>}
      </div>
      {actions !== undefined && <div className="mgr-header__actions">{actions}</div>}
    </header>
  );
}
