import type { Input } from 'electron';

/** What a chord is made of, as `before-input-event` tells it. */
export type Pressed = Pick<Input, 'key' | 'control' | 'alt' | 'shift' | 'meta'>;

/** Who keeps a chord from leading out of the kiosk. */
export type Keeper =
  /** `isBlocked` below: the page never sees it. */
  | 'input'
  /** The window refuses to close. */
  | 'close'
  /** The operating system acts on it before any program: resources/kiosk-os. */
  | 'os';

/** A chord that leads out of the page, or out of the kiosk, where nobody stops it. */
export interface Chord {
  /** As it stands on the keys. */
  readonly name: string;
  readonly pressed: Pressed;
  readonly does: string;
  readonly keptBy: readonly Keeper[];
}

function chord(name: string, does: string, ...keptBy: readonly Keeper[]): Chord {
  const words = name.split('+');
  const key = words.at(-1) ?? '';
  const has = (word: string) => words.slice(0, -1).includes(word);
  const pressed = { key, control: has('Ctrl'), alt: has('Alt'), shift: has('Shift'), meta: has('Win') };
  return { name, pressed: { ...pressed, key: NAMED_KEYS[key] ?? key }, does, keptBy };
}

/** Where the name on the key is not the name of the key in the DOM. */
const NAMED_KEYS: Readonly<Record<string, string>> = {
  Esc: 'Escape',
  Space: ' ',
  Left: 'ArrowLeft',
  Right: 'ArrowRight',
  Plus: '+',
  Win: 'Meta',
};

/** The catalogue (invariant I24). What is kept by `os` alone never reaches a program: only the profile can stop it. */
export const CHORDS: readonly Chord[] = [
  chord('F1', 'help', 'input'),
  chord('F3', 'find in page', 'input'),
  chord('F5', 'reload', 'input'),
  chord('F6', 'address bar', 'input'),
  chord('F7', 'caret browsing', 'input'),
  chord('F10', 'menu bar', 'input'),
  chord('F11', 'leave full screen', 'input'),
  chord('F12', 'developer tools', 'input'),
  chord('Ctrl+R', 'reload', 'input'),
  chord('Ctrl+Shift+R', 'reload without cache', 'input'),
  chord('Ctrl+F5', 'reload without cache', 'input'),
  chord('Ctrl+W', 'close window', 'input', 'close'),
  chord('Ctrl+F4', 'close window', 'input', 'close'),
  chord('Ctrl+Q', 'quit', 'input', 'close'),
  chord('Ctrl+N', 'new window', 'input'),
  chord('Ctrl+T', 'new tab', 'input'),
  chord('Ctrl+Tab', 'next tab', 'input'),
  chord('Ctrl+O', 'open a file', 'input'),
  chord('Ctrl+S', 'save the page', 'input'),
  chord('Ctrl+P', 'print', 'input'),
  chord('Ctrl+F', 'find in page', 'input'),
  chord('Ctrl+U', 'source of the page', 'input'),
  chord('Ctrl+H', 'history', 'input'),
  chord('Ctrl+J', 'downloads', 'input'),
  chord('Ctrl+Shift+I', 'developer tools', 'input'),
  chord('Ctrl+Shift+J', 'developer console', 'input'),
  chord('Ctrl+Shift+C', 'inspect an element', 'input'),
  chord('Ctrl+Plus', 'zoom in', 'input'),
  chord('Ctrl+-', 'zoom out', 'input'),
  chord('Ctrl+0', 'zoom back', 'input'),
  chord('Alt+Left', 'page before', 'input'),
  chord('Alt+Right', 'page after', 'input'),
  chord('Alt+Home', 'home page', 'input'),
  chord('Alt+D', 'address bar', 'input'),
  chord('Alt+F', 'menu', 'input'),
  chord('Shift+F10', 'context menu', 'input'),
  chord('ContextMenu', 'context menu', 'input'),
  chord('BrowserBack', 'page before', 'input'),
  chord('BrowserForward', 'page after', 'input'),
  chord('BrowserRefresh', 'reload', 'input'),
  chord('BrowserHome', 'home page', 'input'),
  chord('BrowserSearch', 'search', 'input', 'os'),
  chord('LaunchMail', 'mail program', 'input', 'os'),
  chord('LaunchApplication1', 'file manager', 'input', 'os'),
  chord('LaunchApplication2', 'calculator', 'input', 'os'),
  chord('PrintScreen', 'picture of the screen', 'input', 'os'),
  chord('Alt+Space', 'menu of the window', 'input', 'os'),
  chord('Alt+F4', 'close window', 'input', 'close', 'os'),
  chord('Alt+Tab', 'another program', 'input', 'os'),
  chord('Alt+Esc', 'another program', 'input', 'os'),
  chord('Ctrl+Esc', 'start menu', 'input', 'os'),
  chord('Ctrl+Shift+Esc', 'task manager', 'input', 'os'),
  chord('Ctrl+Alt+Delete', 'security screen', 'input', 'os'),
  chord('Win', 'start menu', 'input', 'os'),
  chord('Win+D', 'desktop', 'input', 'os'),
  chord('Win+E', 'file manager', 'input', 'os'),
  chord('Win+L', 'lock', 'input', 'os'),
  chord('Win+R', 'run a program', 'input', 'os'),
  chord('Win+Tab', 'task view', 'input', 'os'),
  chord('Win+X', 'menu for administrators', 'input', 'os'),
  chord('Ctrl+Alt+F2', 'text console (Linux)', 'input', 'os'),
  chord('Ctrl+Alt+Backspace', 'end the X server (Linux)', 'input', 'os'),
];

/** What editing a text needs; everything else with Ctrl (on macOS: Command) is refused. */
const EDITING: ReadonlySet<string> = new Set([
  'a',
  'c',
  'v',
  'x',
  'y',
  'z',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'Backspace',
  'Delete',
]);
const WITH_SHIFT: ReadonlySet<string> = new Set([
  'z',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
]);
const MODIFIERS: ReadonlySet<string> = new Set(['Control', 'Shift', 'Alt', 'AltGraph', 'CapsLock', 'NumLock']);
/** Keys for the browser, the system and other programs: none of them writes or moves in a text. */
const NEVER =
  /^(F\d+|Browser.*|Launch.*|Media.*|Meta|OS|ContextMenu|Help|PrintScreen|Power|Sleep|WakeUp|Eject|ZoomToggle|AppSwitch)$/;

/**
 * Whether the page must not get this key. A list of what is allowed, not of what is forbidden: a chord that a later Chromium
 * or a strange keyboard adds is refused too.
 */
export function isBlocked({ key, control, alt, shift, meta }: Pressed, platform = process.platform): boolean {
  if (NEVER.test(key)) return true;
  if (MODIFIERS.has(key)) return false;
  const command = platform === 'darwin' ? meta : control;
  const other = platform === 'darwin' ? control : meta;
  if (other) return true;
  // AltGr writes characters and reports Ctrl and Alt together; macOS writes them with Option
  const isCharacter = /^\S$/u.test(key);
  if (alt) return !(isCharacter && !/^[\w]$/.test(key) && (command || platform === 'darwin'));
  if (!command) return false;
  const name = isCharacter ? key.toLowerCase() : key;
  return !EDITING.has(name) || (shift && !WITH_SHIFT.has(name));
}
