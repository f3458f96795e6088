import type { Page } from '@playwright/test';

/**
 * What is wrong with the layout of the page as it stands, in words: targets under `minTarget` CSS pixels, text that is cut
 * off, anything wider than the window, controls outside it.
 */
export function findLayoutFaults(page: Page, minTarget: number): Promise<string[]> {
  return page.evaluate((min) => {
    const faults: string[] = [];
    const name = (element: Element) =>
      `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> “${(element.textContent ?? '').trim().slice(0, 40)}”`;
    const isShown = (element: Element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const dialog = document.querySelector('[role=dialog], [role=alertdialog]');
    const scope = dialog ?? document.body;
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    if (scrollWidth > clientWidth) faults.push(`the page is ${scrollWidth - clientWidth}px too wide`);
    if (scrollHeight > clientHeight) faults.push(`the page is ${scrollHeight - clientHeight}px too tall`);

    const targets = scope.querySelectorAll(
      'button, .ui-radio-card, .ui-checkbox, input[type=text], input[type=tel], textarea',
    );
    for (const target of targets) {
      if (!isShown(target) || target.closest('[inert]')) continue;
      const { width, height, left, right, top, bottom } = target.getBoundingClientRect();
      if (width === 0 || height === 0) continue;
      if (width < min - 0.5 || height < min - 0.5) {
        faults.push(`${name(target)} is ${Math.round(width)}×${Math.round(height)}px`);
      }
      if (left < -1 || right > window.innerWidth + 1) faults.push(`${name(target)} leaves the window sideways`);
      const scroller = target.closest('.ui-scroll');
      if (scroller === null && (top < -1 || bottom > window.innerHeight + 1))
        faults.push(`${name(target)} leaves the window`);
    }

    for (const element of scope.querySelectorAll('*')) {
      if (!isShown(element) || element.closest('.ui-visually-hidden, svg, [inert]')) continue;
      const style = getComputedStyle(element);
      const isCut = (axis: 'x' | 'y') => ['hidden', 'clip'].includes(axis === 'x' ? style.overflowX : style.overflowY);
      const hasText = (element.textContent ?? '').trim() !== '';
      if (hasText && isCut('x') && element.scrollWidth > element.clientWidth + 1)
        faults.push(`${name(element)} is cut off sideways`);
      if (hasText && isCut('y') && element.scrollHeight > element.clientHeight + 1)
        faults.push(`${name(element)} is cut off below`);
    }

    // text boxes that stand over their container's edge
    for (const button of scope.querySelectorAll('button, .ui-radio-card, .ui-checkbox, .ui-badge, .c-stage__top > *')) {
      if (!isShown(button)) continue;
      if (button.scrollWidth > button.clientWidth + 2) faults.push(`the text of ${name(button)} stands out of it`);
    }
    return faults;
  }, minTarget);
}
