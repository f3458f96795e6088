/** A line or an area of text on the page. */
export type EditableField = HTMLInputElement | HTMLTextAreaElement;

const LINES: ReadonlySet<string> = new Set(['text', 'search', 'tel', 'url', 'password', 'email']);

/** The field an event came from, if a person may write into it. */
export function editableField(target: EventTarget | null): EditableField | null {
  if (target instanceof HTMLTextAreaElement) return target.readOnly || target.disabled ? null : target;
  if (!(target instanceof HTMLInputElement) || !LINES.has(target.type)) return null;
  return target.readOnly || target.disabled ? null : target;
}

/** Where the caret is. Browsers do not say so for an e-mail field: there it is the end. */
function selectionOf(field: EditableField): { readonly start: number; readonly end: number } {
  const { selectionStart, selectionEnd, value } = field;
  return { start: selectionStart ?? value.length, end: selectionEnd ?? value.length };
}

/** As much of a text as there is room for, no character cut in half. */
function fitting(text: string, room: number): string {
  let fits = '';
  for (const character of text) {
    if (fits.length + character.length > room) break;
    fits += character;
  }
  return fits;
}

/** Replaces part of the field as typing would: the caret follows, and React hears of it. */
function replace(field: EditableField, start: number, end: number, text: string, inputType: string): void {
  if (field.selectionStart === null) {
    // no caret, no setRangeText; React's own setter on the element would keep the change from being noticed
    const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set;
    setter?.call(field, field.value.slice(0, start) + text + field.value.slice(end));
  } else {
    field.setRangeText(text, start, end, 'end');
  }
  field.dispatchEvent(
    new InputEvent('input', { bubbles: true, inputType, data: inputType === 'insertText' ? text : null }),
  );
}

/** What stands before the caret. */
export function textBefore(field: EditableField): string {
  return field.value.slice(0, selectionOf(field).start);
}

/** Writes at the caret, over what is selected, up to the field's `maxLength`; false when not all of it fitted. */
export function insertText(field: EditableField, text: string): boolean {
  const { start, end } = selectionOf(field);
  const room = field.maxLength < 0 ? Number.POSITIVE_INFINITY : field.maxLength - (field.value.length - (end - start));
  const fits = fitting(text, room);
  if (fits !== '') replace(field, start, end, fits, text === '\n' ? 'insertLineBreak' : 'insertText');
  return fits === text;
}

/** Deletes what is selected, or the character before the caret. */
export function eraseText(field: EditableField): void {
  const { start, end } = selectionOf(field);
  if (start < end) {
    replace(field, start, end, '', 'deleteContentBackward');
    return;
  }
  const character = Array.from(field.value.slice(0, start)).at(-1);
  if (character !== undefined) replace(field, start - character.length, start, '', 'deleteContentBackward');
}
