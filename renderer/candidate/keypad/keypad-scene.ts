/** What the keys of a keypad mean on the screen as it stands. */
export interface KeypadScene {
  /** Chosen by 1 to 9, in the order they stand. */
  readonly choices: readonly HTMLElement[];
  /** Pressed by Enter, once it can be. */
  readonly main: HTMLButtonElement | null;
  /** Pressed by Backspace: back, or the other way on. */
  readonly other: HTMLButtonElement | null;
  /** Everything that can be reached by the point, in order. */
  readonly stops: readonly HTMLElement[];
  /** Digits move a cross over it and 5 marks, as the keys lie around the 5; null elsewhere. */
  readonly moves: HTMLElement | null;
  /** Digits are pressed on a pad in a dialog. */
  readonly pad: HTMLElement | null;
  readonly title: string;
  readonly body: string;
}

const MOST_CHOICES = 9;
/** Words that are not read with the screen's text: they are read with their keys, or not at all. */
const NOT_BODY =
  'button, label, input, textarea, output, [aria-hidden=true], .ui-visually-hidden, h1, .ui-dialog__title';

const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true });
const isEnabled = (element: HTMLElement) => !element.matches(':disabled, [aria-disabled=true]');

/** Elements of a kind that can be seen and pressed. */
function usable<T extends HTMLElement>(scope: ParentNode, selector: string): T[] {
  return [...scope.querySelectorAll<T>(selector)].filter(
    (each) => each.closest('[inert]') === null && (isShown(each) || each.closest('label') !== null) && isEnabled(each),
  );
}

/** Text that can be seen, piece by piece. */
function piecesOf(scope: Element, isWanted: (parent: Element) => boolean): string[] {
  const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
  const pieces: string[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    const text = node.textContent?.trim() ?? '';
    if (text !== '' && parent !== null && isWanted(parent)) pieces.push(text);
  }
  return pieces;
}

/** What an element is called, as it is said: its parts one after the other, without the stop at the end. */
export function nameOf(element: HTMLElement): string {
  const label = element.getAttribute('aria-label') ?? '';
  if (label !== '') return label;
  const parts = piecesOf(
    element.closest('label') ?? element,
    (parent) => parent.closest('[aria-hidden=true]') === null,
  );
  if (parts.length > 0) return parts.join(' — ').replace(/[.。]$/, '');
  const labelledBy = element.getAttribute('aria-labelledby')?.split(' ')[0] ?? '';
  return document.getElementById(labelledBy)?.textContent.trim() ?? '';
}

/** Of several groups the one that has the focus, else the first without an answer, else the last. */
function currentGroup(scope: ParentNode): HTMLElement[] {
  const groups = usable<HTMLElement>(scope, '[role=radiogroup]');
  const focused = groups.find((group) => group.contains(document.activeElement));
  const open = groups.find((group) => group.querySelector('input:checked') === null);
  const group = focused ?? open ?? groups.at(-1);
  return group === undefined ? [] : usable(group, 'input[type=radio]');
}

function choicesOf(scope: HTMLElement): HTMLElement[] {
  // a screen with many buttons says which of them the digits mean
  const meant = scope.querySelector('[data-keypad-choices]');
  if (meant !== null) return usable(meant, 'button:not(.ui-sortable__grip)');
  const radios = currentGroup(scope);
  if (radios.length > 0) return radios;
  const boxes = usable<HTMLElement>(scope, 'input[type=checkbox]');
  if (boxes.length > 0) return boxes;
  return usable<HTMLElement>(scope, 'button:not(.c-listen, .ui-number-pad *, .ui-dialog__actions *)');
}

const bodyOf = (scope: HTMLElement) =>
  piecesOf(scope, (parent) => parent.closest(NOT_BODY) === null && isShown(parent)).join('\n');

/** Reads the screen, or the dialog above it. */
export function readScene(root: ParentNode = document): KeypadScene {
  const dialog = [...root.querySelectorAll<HTMLElement>('[role=dialog], [role=alertdialog]')].at(-1);
  const scope = dialog ?? root.querySelector<HTMLElement>('main') ?? document.body;
  const actions =
    dialog?.querySelector('.ui-dialog__actions') ?? (dialog ? null : root.querySelector('.c-dock__actions'));
  const buttons = [...(actions?.querySelectorAll('button') ?? [])];
  // a main button that cannot be pressed yet is not made up for by another one
  const main =
    buttons.find((each) => each.classList.contains('ui-button--primary')) ??
    (buttons.length === 1 ? buttons[0] : null) ??
    null;
  // a question in parts: on to the next one first
  const next =
    main === null || isEnabled(main)
      ? null
      : (usable<HTMLButtonElement>(scope, '[data-keypad-next] button')[0] ?? null);
  const whole = dialog ?? root.querySelector<HTMLElement>('#root') ?? document.body;
  const [moves = null] = usable<HTMLElement>(scope, '[data-keypad-moves]');
  return {
    choices: moves === null ? choicesOf(scope).slice(0, MOST_CHOICES) : [],
    moves,
    main: next ?? main,
    other: buttons.find((each) => each !== main && isEnabled(each)) ?? null,
    stops: usable<HTMLElement>(whole, 'button, input, textarea').filter(
      (each) => each.tabIndex >= 0 || each.closest('[role=row]') !== null,
    ),
    pad: dialog?.querySelector<HTMLElement>('.ui-number-pad') ?? null,
    title: scope.querySelector('h1, .ui-dialog__title')?.textContent.trim() ?? '',
    body: bodyOf(scope),
  };
}
