import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import './card.css';

export interface CardProps {
  readonly title?: ReactNode;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
  readonly isSunk?: boolean;
  readonly className?: string;
}

/** A sheet of paper with one matter on it. */
export function Card({ title, actions, children, isSunk = false, className }: CardProps) {
  return (
    <section className={classNames('ui-card', isSunk && 'ui-card--sunk', className)}>
      {(title !== undefined || actions !== undefined) && (
        <header className="ui-card__header">
          {title !== undefined && <h2 className="ui-card__title">{title}</h2>}
          {actions}
        </header>
      )}
      {children}
    </section>
  );
}
