import type { Pack } from '#shared/pack.ts';

const STRICTEST_PACK = 'strict';

/** The pack the settings name; the strictest when its file is gone, never a laxer one. */
export function packOf(packs: readonly Pack[], id: string): Pack {
  const pack = packs.find((each) => each.id === id) ?? packs.find((each) => each.id === STRICTEST_PACK);
  if (!pack) throw new Error(`There is no jurisdiction pack "${id}" and no "${STRICTEST_PACK}" either.`);
  return pack;
}
