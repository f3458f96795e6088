import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { editableField, type EditableField, eraseText, insertText } from '#renderer/ui/keyboard/edit-field.ts';
import { natureOf } from '#renderer/ui/keyboard/key-layouts.ts';
import { useReadAloud } from '../read-aloud-context.tsx';
import { useCandidateSession } from '../session-context.tsx';
import { type KeypadScene, nameOf, readScene } from './keypad-scene.ts';
import { type Tap, tapDigit } from './multi-tap.ts';
import { useHeadset } from './use-headset.ts';
import './keypad.css';

/** A screen that is being drawn is read when it has come to rest. */
const AT_REST_MS = 150;
const VOLUME_STEP = 0.1;
const DIGIT = /^\d$/;
/** Which way a digit moves the cross of a picture, as the keys lie around the 5. */
const WAYS: Readonly<Record<string, readonly string[]>> = {
  '7': ['ArrowUp', 'ArrowLeft'],
  '8': ['ArrowUp'],
  '9': ['ArrowUp', 'ArrowRight'],
  '4': ['ArrowLeft'],
  '6': ['ArrowRight'],
  '1': ['ArrowDown', 'ArrowLeft'],
  '2': ['ArrowDown'],
  '3': ['ArrowDown', 'ArrowRight'],
};
/** What stands on such a picture. */
const WAYS_SHOWN = '2 4 6 8 · 5';
/** Small enough for the smallest thing to be found, large enough to get there. */
const STEPS_PER_DIGIT = 2;

/** Digits go into the field as they are: numbers, and fields with a pad of their own. */
const takesDigits = (field: EditableField) => {
  const nature = natureOf(field);
  return nature === null || nature.kind === 'numbers';
};

/** What tells one screen from the next. */
const signatureOf = ({ title, choices, main }: KeypadScene) =>
  [title, ...choices.map(nameOf), main === null ? '' : nameOf(main)].join('\n');

/**
 * The whole interview by a keypad: digits choose, Enter goes on, Backspace goes back, the point steps to everything else, the star asks
 * for a person, plus and minus set the volume, the stroke reads the screen again. With a headset every screen is read by itself, and
 * every key says what it did.
 */
export function Keypad() {
  const { t } = useTranslation('candidate');
  const { view } = useCandidateSession();
  const { speak, volume, setVolume, setOutput } = useReadAloud();
  const headset = useHeadset(true);
  const [isAsked, setIsAsked] = useState(false);
  const isGuided = isAsked || headset !== null;
  const tap = useRef<Tap | null>(null);
  const isStepping = useRef(false);

  useEffect(() => setOutput(headset), [headset, setOutput]);

  const say = (text: string) => {
    if (isGuided && text.trim() !== '') speak(text, view.locale);
  };
  const speakScreen = () => {
    const { title, body, choices, moves, main, other } = readScene();
    const keys = [
      ...(moves === null ? [] : [t('keypad.moves')]),
      ...choices.map((each, at) => t('keypad.choice', { key: at + 1, text: nameOf(each) })),
      ...(main === null ? [] : [t('keypad.enter', { text: nameOf(main) })]),
      ...(other === null ? [] : [t('keypad.back', { text: nameOf(other) })]),
      t('keypad.more'),
    ];
    speak([title, body, ...keys].join('\n'), view.locale);
  };
  const readScreen = useEffectEvent(speakScreen);

  // numbers stand on what can be chosen, and a new screen is read
  const onRest = useEffectEvent((before: string): string => {
    const scene = readScene();
    const marked = new Set<Element>();
    scene.choices.forEach((each, at) => {
      const card = each.closest('label') ?? each;
      card.setAttribute('data-keypad-key', String(at + 1));
      marked.add(card);
    });
    if (scene.moves !== null) {
      scene.moves.setAttribute('data-keypad-key', WAYS_SHOWN);
      marked.add(scene.moves);
    }
    for (const each of document.querySelectorAll('[data-keypad-key]'))
      if (!marked.has(each)) each.removeAttribute('data-keypad-key');
    const signature = signatureOf(scene);
    if (signature !== before) {
      isStepping.current = false;
      tap.current = null;
      if (isGuided) speakScreen();
    }
    return signature;
  });
  useEffect(() => {
    let signature = '';
    let timer: ReturnType<typeof setTimeout> | null = null;
    const rest = () => {
      timer = null;
      signature = onRest(signature);
    };
    const stir = () => {
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(rest, AT_REST_MS);
    };
    const watch = new MutationObserver(stir);
    watch.observe(document.body, { childList: true, subtree: true });
    // what is chosen changes which group the digits mean
    document.addEventListener('change', stir);
    document.addEventListener('focusin', stir);
    stir();
    return () => {
      watch.disconnect();
      document.removeEventListener('change', stir);
      document.removeEventListener('focusin', stir);
      if (timer !== null) clearTimeout(timer);
      for (const each of document.querySelectorAll('[data-keypad-key]')) each.removeAttribute('data-keypad-key');
    };
  }, []);
  useEffect(() => {
    if (headset !== null) readScreen();
  }, [headset]);

  function step({ stops }: KeypadScene): void {
    const { activeElement } = document;
    const at = stops.findIndex((each) => each === activeElement);
    // from a heading, the first stop that comes after it
    const after = stops.findIndex(
      (each) =>
        activeElement !== null &&
        (activeElement.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
    );
    const next = stops[at === -1 ? Math.max(0, after) : (at + 1) % stops.length];
    if (next === undefined) return;
    isStepping.current = true;
    next.focus();
    say(nameOf(next));
  }

  function press(button: HTMLElement | null): void {
    if (button === null || button.matches(':disabled, [aria-disabled=true]')) say(t('keypad.notYet'));
    else button.click();
  }

  function moveCross(picture: HTMLElement, digit: string): void {
    picture.focus();
    if (digit === '5') {
      picture.click();
      return say(t('keypad.chosen', { text: nameOf(picture) }));
    }
    const ways = WAYS[digit];
    if (ways === undefined) return say(t('keypad.nothing', { key: digit }));
    for (const key of Array.from({ length: STEPS_PER_DIGIT }, () => ways).flat())
      picture.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  }

  function chooseAt(scene: KeypadScene, digit: string): void {
    if (scene.pad !== null) {
      const keys = [...scene.pad.querySelectorAll('button')];
      keys.find((each) => each.textContent.trim() === digit)?.click();
      say(digit);
      return;
    }
    if (scene.moves !== null) return moveCross(scene.moves, digit);
    const choice = scene.choices[Number(digit) - 1];
    if (choice === undefined) return say(t('keypad.nothing', { key: digit }));
    choice.click();
    say(t('keypad.chosen', { text: nameOf(choice) }));
  }

  function changeVolume(by: number): void {
    const next = Math.round(Math.min(1, Math.max(VOLUME_STEP, volume + by)) * 10) / 10;
    setVolume(next);
    say(t('keypad.volume', { percent: Math.round(next * 100) }));
  }

  function writeLetter(field: EditableField, digit: string): void {
    const { letter, replaces, tap: now } = tapDigit(tap.current, digit, performance.now());
    if (replaces) eraseText(field);
    insertText(field, letter);
    tap.current = now;
    say(letter);
  }

  /** Whether the key was ours. */
  function act(key: string, scene: KeypadScene, field: EditableField | null): boolean {
    if (!DIGIT.test(key)) tap.current = null;
    if (DIGIT.test(key)) {
      if (field === null) chooseAt(scene, key);
      else if (takesDigits(field)) say(field.type === 'password' ? '' : key);
      else writeLetter(field, key);
      return field === null || !takesDigits(field);
    }
    switch (key) {
      case 'Enter': {
        const { activeElement } = document;
        const isOnStop = isStepping.current && field === null && activeElement instanceof HTMLElement;
        press(isOnStop ? activeElement : scene.main);
        return true;
      }
      case 'Backspace':
        if (field !== null && field.value !== '') return false;
        if (scene.pad === null) press(scene.other);
        else [...scene.pad.querySelectorAll('button')].at(-1)?.click();
        return true;
      case '.':
      case ',':
      case 'Delete':
        step(scene);
        return true;
      case '+':
        if (field?.type === 'tel') return false;
        changeVolume(VOLUME_STEP);
        return true;
      case '-':
        if (field?.type === 'tel') return false;
        changeVolume(-VOLUME_STEP);
        return true;
      case '*':
        document.querySelector<HTMLButtonElement>('.c-dock__help button')?.click();
        return true;
      case '/':
        setIsAsked(true);
        speakScreen();
        return true;
      default:
        return false;
    }
  }

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const isChord = event.ctrlKey || event.altKey || event.metaKey;
    if (event.defaultPrevented || event.isComposing || isChord) return;
    if (!act(event.key, readScene(), editableField(document.activeElement))) return;
    event.preventDefault();
    event.stopPropagation();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listen, true);
    return () => document.removeEventListener('keydown', listen, true);
  }, []);
  return null;
}
