import type { KeyboardEvent } from 'react';

/** What a key asks for while an interview is on the screen. */
export type ReviewKey =
  | { readonly kind: 'leave' | 'next' | 'back' | 'play' | 'undo' }
  | { readonly kind: 'level'; readonly level: number }
  | { readonly kind: 'cannot_tell' };

/** Keys mean themselves in a field, and a space presses the button it is on. */
function isTyping(target: EventTarget): boolean {
  return (
    target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
  );
}

/** A press of a key as the manager means it; null for every other key. */
export function reviewKeyOf(event: KeyboardEvent): ReviewKey | null {
  if (isTyping(event.target) || event.altKey) return null;
  if (event.ctrlKey || event.metaKey) return event.key === 'z' ? { kind: 'undo' } : null;
  switch (event.key) {
    case 'Escape':
      return { kind: 'leave' };
    case 'j':
      return { kind: 'next' };
    case 'k':
      return { kind: 'back' };
    case ' ':
      return event.target instanceof HTMLButtonElement && !isLevel(event.target) ? null : { kind: 'play' };
    case '0':
      return { kind: 'cannot_tell' };
    default:
      return /^[1-5]$/u.test(event.key) ? { kind: 'level', level: Number(event.key) } : null;
  }
}

/** After a level was pressed, space is for listening on. */
function isLevel(button: HTMLButtonElement): boolean {
  return button.closest('.rev-scale, .mgr-clauses, .mgr-contents') !== null;
}
