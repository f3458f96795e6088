import type { Screen } from 'electron';
import type { DisplayProbe } from '../readiness/ports.ts';

/** The displays as Electron sees them, for readiness; the primary one of this moment is the one the kiosk began on. */
export function seenDisplays(screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay'>): DisplayProbe {
  const primaryAtStart = screen.getPrimaryDisplay().id;
  return {
    primaryAtStart,
    displays() {
      const primary = screen.getPrimaryDisplay().id;
      return screen
        .getAllDisplays()
        .map(({ id, bounds: { width, height } }) => ({ id, width, height, isPrimary: id === primary }));
    },
  };
}
