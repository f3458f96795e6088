import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeletionEntry } from '#shared/contract/review.ts';

/** At whose wish something was deleted, in words. */
export function useActor(): (entry: DeletionEntry) => string {
  const { t } = useTranslation('manager');
  return useCallback(
    ({ by, staffName }: DeletionEntry) => (by === 'staff' && staffName !== null ? staffName : t(`deletions.by.${by}`)),
    [t],
  );
}
