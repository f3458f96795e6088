import { createDeletion, type Deletion, type DeletionParts } from './session/deletion.ts';
import type { Store } from './store/open-store.ts';
import type { Tombstones } from './store/tombstone-file.ts';

/** Deleting interviews, over everything that the store keeps of them. */
export function deletionOver({
  store,
  tombstones,
  ...rest
}: Pick<DeletionParts, 'codes' | 'removeRecordings' | 'now' | 'newId' | 'log'> & {
  store: Pick<Store, 'sessions' | 'deletions' | 'holds'>;
  tombstones: Pick<Tombstones, 'read'>;
}): Deletion {
  const { sessions, deletions, holds } = store;
  return createDeletion({
    store: sessions,
    find: sessions.find,
    findWithoutKey: sessions.findWithoutKey,
    deletions,
    holds,
    tombstones: tombstones.read,
    ...rest,
  });
}
