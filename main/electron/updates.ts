import type { App } from 'electron';
import { type SlotUpdates, slotUpdates, type SlotUpdatesParts } from '../slot-updates.ts';

/**
 * Updates of the Electron shell. The window and the store are closed by the shell itself before Electron says `quit`; only then
 * is the next version made the one that starts.
 */
export function electronUpdates(
  app: Pick<App, 'getVersion' | 'quit' | 'on'>,
  parts: Omit<SlotUpdatesParts, 'version' | 'quit'>,
): SlotUpdates {
  const updates = slotUpdates({ ...parts, version: app.getVersion(), quit: () => app.quit() });
  app.on('quit', updates.switchOver);
  return updates;
}
