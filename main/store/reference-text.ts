/**
 * Many short texts as one, so that a part of them is found by one search and not by one for each.
 *
 * @param textOf what of an item is searched; never changes
 */
export function createReferenceText<T>(textOf: (item: T) => string) {
  let text = '\n';
  /** Where each begins in the text, rising. */
  const starts: number[] = [];
  const items: T[] = [];
  /** Of all of them; null once two differ. */
  let length: number | null = null;

  /** Number of the item that the character at this place belongs to. */
  function numberAt(place: number): number {
    if (length !== null) return Math.floor((place - 1) / (length + 1));
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] ?? 0) <= place) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  return {
    add(item: T): void {
      const added = textOf(item);
      if (items.length === 0) ({ length } = added);
      else if (length !== added.length) length = null;
      starts.push(text.length);
      items.push(item);
      text += `${added}\n`;
    },
    /** Items whose text holds this part, each once. */
    find(part: string): T[] {
      if (part === '' || part.includes('\n')) return [];
      const found: T[] = [];
      let place = text.indexOf(part);
      while (place !== -1) {
        const number = numberAt(place);
        const item = items[number];
        if (item !== undefined) found.push(item);
        place = text.indexOf(part, starts[number + 1] ?? text.length);
      }
      return found;
    },
  };
}
