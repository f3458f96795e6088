import { ArrowBigUp, ArrowBigUpDash, CornerDownLeft, Delete, KeyboardOff } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { classNames } from '../class-names.ts';
import { CandidateBar, type CandidateBarLabels } from './candidate-bar.tsx';
import { type EditableField, eraseText, insertText, textBefore } from './edit-field.ts';
import { KeyButton, widthOf } from './key-button.tsx';
import { type FieldNature, firstLayout, type Key, type KeyAction, type LayoutName, rowsOf } from './key-layouts.ts';
import { usePinyin } from './use-pinyin.ts';
import { type KeyboardMode, useTouchedField } from './use-touched-field.ts';
import './on-screen-keyboard.css';

export interface KeyboardLabels extends CandidateBarLabels {
  readonly keyboard: string;
  /** Names of the keys that write nothing. */
  readonly actions: Readonly<Record<KeyAction, string>>;
  /** What stands on the keys that change the letters. */
  readonly faces: Readonly<Record<'to-letters' | 'to-symbols' | 'to-pinyin' | 'space' | 'apostrophe', string>>;
}

export interface OnScreenKeyboardProps {
  readonly mode: KeyboardMode;
  /** Chinese begins with pinyin; both languages lead to the other's letters. */
  readonly isChinese: boolean;
  readonly labels: KeyboardLabels;
}

/** Keys that belong to the composition while there is one, on a keypad too. */
const CHOOSES = /^[1-9]$/;

function faceOf(action: KeyAction, shift: ShiftState, { faces }: KeyboardLabels): ReactNode {
  switch (action) {
    case 'shift':
      return shift === 'locked' ? <ArrowBigUpDash aria-hidden="true" /> : <ArrowBigUp aria-hidden="true" />;
    case 'erase':
      return <Delete aria-hidden="true" />;
    case 'enter':
      return <CornerDownLeft aria-hidden="true" />;
    case 'hide':
      return <KeyboardOff aria-hidden="true" />;
    case 'space':
    case 'apostrophe':
    case 'to-letters':
    case 'to-symbols':
    case 'to-pinyin':
      return faces[action];
  }
}

type ShiftState = 'off' | 'once' | 'locked';

const NEXT_SHIFT: Readonly<Record<ShiftState, ShiftState>> = { off: 'once', once: 'locked', locked: 'off' };

function shiftFor({ capitals }: FieldNature, field: EditableField): ShiftState {
  if (capitals === 'all') return 'locked';
  return capitals === 'first' && textBefore(field) === '' ? 'once' : 'off';
}

/** Says how much of the screen is left, and brings the field into it. */
function useRoom(keyboard: { readonly current: HTMLElement | null }, field: EditableField): void {
  useLayoutEffect(() => {
    const element = keyboard.current;
    if (element === null) return undefined;
    const { documentElement: root } = document;
    const measure = () => {
      root.style.setProperty('--keyboard-height', `${element.offsetHeight}px`);
      field.scrollIntoView({ block: 'nearest' });
    };
    root.dataset['keyboard'] = 'open';
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    measure();
    return () => {
      watch.disconnect();
      delete root.dataset['keyboard'];
      root.style.removeProperty('--keyboard-height');
    };
  }, [keyboard, field]);
}

/** The system's own keyboard stays away while ours is there. */
function useSystemKeyboardAway(field: EditableField): void {
  useEffect(() => {
    const before = field.getAttribute('inputmode');
    field.setAttribute('inputmode', 'none');
    return () => {
      if (before === null) field.removeAttribute('inputmode');
      else field.setAttribute('inputmode', before);
    };
  }, [field]);
}

function Keys({
  field,
  nature,
  isChinese,
  labels,
  onHide,
}: {
  readonly field: EditableField;
  readonly nature: FieldNature;
  readonly isChinese: boolean;
  readonly labels: KeyboardLabels;
  readonly onHide: () => void;
}) {
  const [layout, setLayout] = useState<LayoutName>(() => firstLayout(nature, isChinese));
  const [isPinyinUsed, setIsPinyinUsed] = useState(isChinese);
  const [shift, setShift] = useState<ShiftState>(() => shiftFor(nature, field));
  const isPinyin = layout === 'pinyin';
  const pinyin = usePinyin(field, isPinyin, nature.kind === 'name');
  const isComposing = isPinyin && pinyin.letters !== '';
  const element = useRef<HTMLElement>(null);
  useRoom(element, field);
  useSystemKeyboardAway(field);

  const show = (next: LayoutName) => {
    pinyin.settle();
    setLayout(next);
    if (next === 'pinyin' || next === 'letters') setIsPinyinUsed(next === 'pinyin');
  };
  const write = (text: string) => {
    pinyin.settle();
    insertText(field, text);
  };
  const chooseAt = (index: number) => {
    const candidate = pinyin.pages[pinyin.page]?.[index];
    if (candidate !== undefined) pinyin.take(candidate);
  };

  const act = (action: KeyAction) => {
    switch (action) {
      case 'shift':
        return setShift(NEXT_SHIFT[shift]);
      case 'erase':
        return isComposing ? pinyin.erase() : eraseText(field);
      case 'enter':
        return isComposing ? pinyin.settle() : insertText(field, '\n');
      case 'space':
        return isComposing ? chooseAt(0) : insertText(field, ' ');
      case 'apostrophe':
        return pinyin.type("'");
      case 'hide':
        pinyin.settle();
        return onHide();
      case 'to-letters':
        return show('letters');
      case 'to-symbols':
        return show('symbols');
      case 'to-pinyin':
        return show('pinyin');
    }
  };

  const letterOf = (text: string) => (shift === 'off' || isPinyin ? text : text.toUpperCase());
  const press = ({ text, action }: Key) => {
    if (action !== undefined) return void act(action);
    if (text === undefined) return;
    if (isPinyin && /^[a-z]$/.test(text)) return pinyin.type(text);
    write(letterOf(text));
    if (shift === 'once') setShift('off');
  };

  const onHardwareKey = useEffectEvent((event: KeyboardEvent) => {
    if (!isComposing || event.isComposing) return;
    if (CHOOSES.test(event.key)) chooseAt(Number(event.key) - 1);
    else if (event.key === ' ' || event.key === 'Enter') chooseAt(0);
    else if (event.key === 'Backspace') pinyin.erase();
    else if (event.key === '+' || event.key === '-') pinyin.turnTo(pinyin.page + (event.key === '+' ? 1 : -1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onHardwareKey(event);
    document.addEventListener('keydown', listen, true);
    return () => document.removeEventListener('keydown', listen, true);
  }, []);

  const rows = rowsOf(layout, nature, isPinyinUsed);
  return (
    <section
      ref={element}
      className={classNames('ui-keyboard', `ui-keyboard--${layout}`)}
      aria-label={labels.keyboard}
      data-on-screen-keyboard=""
      // a dialog below leaves it usable, and a touch on it closes none
      data-react-aria-top-layer="true"
    >
      {isPinyin && (
        <CandidateBar
          reading={pinyin.reading}
          pages={pinyin.pages}
          page={pinyin.page}
          labels={labels}
          onPage={pinyin.turnTo}
          onChoose={pinyin.take}
          onSign={write}
        />
      )}
      {rows.map((row, at) => (
        <div key={`${layout}-${at}`} className="ui-keyboard__row">
          {row.map((key, place) =>
            key.action === undefined && key.text === undefined ? (
              <span key={place} className="ui-key__gap" style={widthOf(key.width)} />
            ) : (
              <KeyButton
                key={place}
                onPress={() => press(key)}
                {...(key.width !== undefined && { width: key.width })}
                {...(key.action !== undefined && { label: labels.actions[key.action] })}
                {...(key.action === 'shift' && { isPressed: shift !== 'off' })}
                doesRepeat={key.action === 'erase'}
                className={classNames(
                  key.action !== undefined && key.action !== 'space' && 'ui-key--action',
                  key.action === 'hide' && 'ui-key--hide',
                )}
              >
                {key.action === undefined ? letterOf(key.text ?? '') : faceOf(key.action, shift, labels)}
                {key.also !== undefined && (
                  <span className="ui-key__also" aria-hidden="true">
                    {key.also}
                  </span>
                )}
              </KeyButton>
            ),
          )}
        </div>
      ))}
    </section>
  );
}

/**
 * A keyboard for kiosks without one. It comes when a field is touched, makes the page smaller instead of covering it, never takes the
 * focus, and remembers nothing. The page gives up room by `--keyboard-height` and `data-keyboard="open"` on the root.
 */
export function OnScreenKeyboard({ mode, isChinese, labels }: OnScreenKeyboardProps) {
  const { touched, close } = useTouchedField(mode);
  if (touched === null) return null;
  const { id, field, nature } = touched;
  return createPortal(
    <Keys key={id} field={field} nature={nature} isChinese={isChinese} labels={labels} onHide={close} />,
    document.body,
  );
}
