import type { EditableField } from './edit-field.ts';

export type LayoutName = 'letters' | 'pinyin' | 'symbols' | 'code' | 'email' | 'numbers';

/** What a key does that does not write its own label. */
export type KeyAction =
  | 'shift'
  | 'erase'
  | 'enter'
  | 'space'
  | 'apostrophe'
  | 'hide'
  | 'to-letters'
  | 'to-symbols'
  | 'to-pinyin';

export interface Key {
  /** What it writes, or what it does; with neither it is a gap. */
  readonly text?: string;
  readonly action?: KeyAction;
  /** Width as a multiple of a letter's. */
  readonly width?: number;
  /** What else it stands for, small in its corner. */
  readonly also?: string;
}

export type Row = readonly Key[];

/** What a field asks for by its attributes and by `data-keyboard` on it or around it. */
export interface FieldNature {
  readonly kind: 'text' | 'name' | 'email' | 'numbers' | 'code';
  readonly isMultiline: boolean;
  /** Beside digits. */
  readonly signs: readonly string[];
  /** How the letters begin: a name with one capital, a code in capitals. */
  readonly capitals: 'none' | 'first' | 'all';
}

/** Null where the field has keys of its own on the screen (`data-keyboard="own"`). */
export function natureOf(field: EditableField): FieldNature | null {
  const wish = field.closest<HTMLElement>('[data-keyboard]')?.dataset['keyboard'];
  if (wish === 'own') return null;
  const isMultiline = field instanceof HTMLTextAreaElement;
  const plain = { isMultiline, signs: [], capitals: 'none' } as const;
  if (wish === 'name') return { ...plain, kind: 'name', capitals: 'first' };
  if (wish === 'code') return { ...plain, kind: 'code', capitals: 'all' };
  const mode = field.inputMode;
  if (field.type === 'tel' || mode === 'tel') return { ...plain, kind: 'numbers', signs: ['+', '-', ' '] };
  if (mode === 'decimal') return { ...plain, kind: 'numbers', signs: ['.', ',', '-'] };
  if (mode === 'numeric') return { ...plain, kind: 'numbers' };
  if (['email', 'url'].includes(field.type) || ['email', 'url'].includes(mode)) return { ...plain, kind: 'email' };
  // a password is not composed: what is typed is what counts
  if (field.type === 'password') return { ...plain, kind: 'code' };
  return { ...plain, kind: 'text', capitals: 'first' };
}

const texts = (letters: string): Key[] => Array.from(letters).map((text) => ({ text }));
const DIGITS = texts('1234567890');
const ERASE: Key = { action: 'erase', width: 1.5 };
const HIDE: Key = { action: 'hide', width: 1.5 };
const TO_SYMBOLS: Key = { action: 'to-symbols', width: 1.5 };
const ENTER: Key = { action: 'enter', width: 1.5 };

const HALF: Key = { width: 0.5 };

const LETTERS: readonly Row[] = [
  texts('qwertyuiop'),
  [HALF, ...texts('asdfghjkl'), HALF],
  [{ action: 'shift', width: 1.5 }, ...texts('zxcvbnm'), ERASE],
];

const enterOf = ({ isMultiline }: FieldNature) => (isMultiline ? [ENTER] : []);

/** The rows of a layout for a field, from the top. */
export function rowsOf(layout: LayoutName, nature: FieldNature, isChinese: boolean): readonly Row[] {
  switch (layout) {
    case 'letters':
      return [
        ...LETTERS,
        [
          TO_SYMBOLS,
          { action: 'to-pinyin', width: 1.5 },
          { text: ',' },
          { action: 'space', width: 4 },
          { text: '.' },
          ...enterOf(nature),
          HIDE,
        ],
      ];
    case 'pinyin':
      return [
        ...LETTERS.slice(0, 2),
        [{ action: 'apostrophe', width: 1.5 }, ...texts('zxc'), { text: 'v', also: 'ü' }, ...texts('bnm'), ERASE],
        [
          TO_SYMBOLS,
          { action: 'to-letters', width: 1.5 },
          { text: '，' },
          { action: 'space', width: 4 },
          { text: '。' },
          ...enterOf(nature),
          HIDE,
        ],
      ];
    case 'symbols':
      return [
        DIGITS,
        isChinese ? texts('-/：；（）“”@￥') : texts('-/:;()"\'@€'),
        isChinese ? [...texts('，。？！、…%#+'), ERASE] : [...texts(',.?!_…%#+'), ERASE],
        [
          { action: isChinese ? 'to-pinyin' : 'to-letters', width: 1.5 },
          { text: '=' },
          { text: '*' },
          { action: 'space', width: 4 },
          { text: '&' },
          ...enterOf(nature),
          HIDE,
        ],
      ];
    case 'code':
      return [
        DIGITS,
        ...LETTERS,
        [
          { text: '-', width: 1.5 },
          { text: '_' },
          { action: 'space', width: 4 },
          { text: '.' },
          { text: '@', width: 1.5 },
          HIDE,
        ],
      ];
    case 'email':
      return [
        DIGITS,
        ...LETTERS,
        [
          { text: '@', width: 1.5 },
          { text: '-' },
          { text: '_' },
          { text: '.' },
          { text: '/' },
          { text: ':' },
          { text: '.com', width: 1.5 },
          { text: '.cn', width: 1.5 },
          HIDE,
        ],
      ];
    case 'numbers': {
      const [first, second, third] = nature.signs;
      const sign = (text: string | undefined): Key[] =>
        text === undefined ? [] : [text === ' ' ? { action: 'space' } : { text }];
      return [
        [...texts('123'), { action: 'erase' }],
        [...texts('456'), ...sign(first)],
        [...texts('789'), ...sign(second)],
        [...sign(third), { text: '0' }, { action: 'hide' }],
      ];
    }
  }
}

/** The layout a field starts with. */
export function firstLayout({ kind }: FieldNature, isChinese: boolean): LayoutName {
  if (kind === 'text' || kind === 'name') return isChinese ? 'pinyin' : 'letters';
  return kind;
}
