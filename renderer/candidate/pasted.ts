/** So much is a word or a number; beyond it a paste is worth a note. */
const FEW_CHARS = 5;

/** What one change of a text took away and put in its place. */
function changeOf(before: string, after: string): { removed: string; inserted: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return { removed: before.slice(start, before.length - end), inserted: after.slice(start, after.length - end) };
}

/** Notices text that came into a field from elsewhere. Moving one's own words about is writing. */
export interface PasteWatch {
  /** Tells of one change: how it was made as the browser names it (`InputEvent.inputType`), and the text after it. */
  note(inputType: string, text: string): void;
  isPasted(): boolean;
}

export function watchPastes(start: { readonly text: string; readonly isPasted: boolean }): PasteWatch {
  let { text, isPasted } = start;
  let cut = '';
  return {
    note(inputType, after) {
      const before = text;
      const { removed, inserted } = changeOf(before, after);
      text = after;
      if (inputType === 'deleteByCut' || inputType === 'deleteByDrag') cut = removed;
      const isFromOutside = inputType === 'insertFromPaste' || inputType === 'insertFromDrop';
      const isOwn = before.includes(inserted) || (cut !== '' && cut.includes(inserted));
      if (isFromOutside && inserted.trim().length > FEW_CHARS && !isOwn) isPasted = true;
      // nothing of it is left: what is written from here on is the candidate's own
      if (after === '') isPasted = false;
    },
    isPasted: () => isPasted,
  };
}
