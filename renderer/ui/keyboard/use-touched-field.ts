import { useCallback, useEffect, useState } from 'react';
import { editableField, type EditableField } from './edit-field.ts';
import { type FieldNature, natureOf } from './key-layouts.ts';

/** `automatic`: when a field is touched, not while keys of a real keyboard are pressed. */
export type KeyboardMode = 'automatic' | 'always' | 'never';

/** Marks the keyboard itself: what is touched there is not the page. */
export const KEYBOARD_SELECTOR = '[data-on-screen-keyboard]';

/** A field that was touched, and what it asks for. */
export interface TouchedField {
  /** Another one for each field that the keyboard comes for. */
  readonly id: number;
  readonly field: EditableField;
  readonly nature: FieldNature;
}

/** The field to write into by touch, or null. `close` puts the keyboard away until a field is touched again. */
export function useTouchedField(mode: KeyboardMode): {
  readonly touched: TouchedField | null;
  readonly close: () => void;
} {
  const [touched, setTouched] = useState<TouchedField | null>(null);
  const close = useCallback(() => setTouched(null), []);

  useEffect(() => {
    if (mode === 'never') return undefined;
    const isAlways = mode === 'always';
    let isTouch = false;
    let count = 0;
    const open = (target: EventTarget | null) => {
      const field = isAlways || isTouch ? editableField(target) : null;
      setTouched((now) => {
        // the keyboard that stands there changed what the field says of itself
        if (now !== null && now.field === field) return now;
        const nature = field === null ? null : natureOf(field);
        if (field === null || nature === null) return null;
        count += 1;
        return { id: count, field, nature };
      });
    };
    const onPointer = ({ target, pointerType }: PointerEvent) => {
      if (target instanceof Element && target.closest(KEYBOARD_SELECTOR) !== null) return;
      isTouch = pointerType !== 'mouse';
      // in a field that has the focus already nothing else will tell
      if (target === document.activeElement) open(target);
    };
    const onKey = ({ defaultPrevented }: KeyboardEvent) => {
      // a key that chose a candidate belongs to the keyboard on the screen
      if (defaultPrevented) return;
      isTouch = false;
      if (!isAlways) setTouched(null);
    };
    const onFocus = ({ target }: FocusEvent) => open(target);
    const onBlur = ({ relatedTarget }: FocusEvent) => {
      if (editableField(relatedTarget) === null) setTouched(null);
    };
    document.addEventListener('pointerdown', onPointer, true);
    document.addEventListener('keydown', onKey);
    document.addEventListener('focusin', onFocus);
    document.addEventListener('focusout', onBlur);
    return () => {
      document.removeEventListener('pointerdown', onPointer, true);
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('focusout', onBlur);
      setTouched(null);
    };
  }, [mode]);

  // a field that leaves the page takes the keyboard with it, and does not always say so
  const field = touched?.field;
  useEffect(() => {
    if (field === undefined) return undefined;
    const watch = new MutationObserver(() => {
      if (!field.isConnected || field.disabled) setTouched(null);
    });
    watch.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
    return () => watch.disconnect();
  }, [field]);

  return { touched, close };
}
