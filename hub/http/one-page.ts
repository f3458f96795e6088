/** A page from a list that was asked for one more than `limit`. */
export function onePage<Item>(
  items: readonly Item[],
  { limit }: { readonly limit: number },
  cursorOf: (item: Item) => string,
): { items: Item[]; nextCursor: string | null } {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown, nextCursor: items.length > limit && last !== undefined ? cursorOf(last) : null };
}
