import { useLayoutEffect } from 'react';

export type Density = 'candidate' | 'manager';

/** Sets the density of the whole document, dialogs included, while the calling screen stands. */
export function useDensity(density: Density): void {
  useLayoutEffect(() => {
    document.documentElement.dataset['density'] = density;
  }, [density]);
}
