/** Many short texts as one, so that a part of them is found by one search and not by one for each. */
export function createReferenceText() {
  let text = '\n';
  /** Where each begins in the text, rising. */
  const starts: number[] = [];
  const ids: string[] = [];

  /** Number of the text that the character at this place belongs to. */
  function numberAt(place: number): number {
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] ?? 0) <= place) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  return {
    add(id: string, reference: string): void {
      starts.push(text.length);
      ids.push(id);
      text += `${reference}\n`;
    },
    /** Ids of the texts that hold this part, each once. */
    find(part: string): string[] {
      if (part === '' || part.includes('\n')) return [];
      const found: string[] = [];
      let place = text.indexOf(part);
      while (place !== -1) {
        const number = numberAt(place);
        const id = ids[number];
        if (id !== undefined) found.push(id);
        place = text.indexOf(part, starts[number + 1] ?? text.length);
      }
      return found;
    },
  };
}
export type ReferenceText = ReturnType<typeof createReferenceText>;
