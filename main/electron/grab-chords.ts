import type { GlobalShortcut } from 'electron';
import { CHORDS } from './chords.ts';

/** Keys that Electron has a name for in an accelerator. */
const GRABBABLE = /^(F\d+|[A-Z]|Tab|Esc|Space|PrintScreen|Delete|Backspace)$/;

/**
 * Takes the chords of the operating system for ourselves where it lets us, and does nothing with them. Windows keeps most of them, a
 * Wayland compositor all; what is left is for the profiles in resources/kiosk-os.
 */
export function grabChords(shortcuts: Pick<GlobalShortcut, 'register'>, log: (line: string) => void): void {
  const left = CHORDS.filter(
    ({ name, keptBy }) => keptBy.includes('os') && GRABBABLE.test(name.split('+').at(-1) ?? ''),
  )
    .map(({ name }) => name)
    .filter(
      (name) => !shortcuts.register(name.replaceAll('Win', 'Super').replaceAll('Ctrl', 'Control'), () => undefined),
    );
  if (left.length > 0) log(`keys: left to the operating system's profile: ${left.join(', ')}`);
}
