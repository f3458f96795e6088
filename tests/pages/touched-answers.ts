import { expect, type Locator, type Page } from '@playwright/test';
import type { Item, RankingItem, RatingItem } from '#shared/job.ts';
import type { WorkSampleItem } from '#shared/job/work-sample.ts';
import type { Locale } from '#shared/localized.ts';
import { texts } from './texts.ts';

/** Fen as the till names its notes and coins: whole yuan, else jiao. */
function moneyName(fen: number, t: ReturnType<typeof texts>): string {
  if (fen % 100 === 0) return t('money.yuan', { value: fen / 100 });
  return fen % 10 === 0 ? t('money.jiao', { value: fen / 10 }) : t('money.fen', { value: fen });
}

/** Questions that are answered by touch, answered as their keys have it. */
export function touchedAnswers(page: Page, locale: Locale) {
  const t = texts(locale, 'candidate');
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });

  /** The native control is hidden in its card: people press the card. */
  const pressCard = (control: Locator) => control.locator('xpath=ancestor-or-self::label').click();

  async function choose(index: number, group = t('question.chooseOne')): Promise<void> {
    await pressCard(page.getByRole('radiogroup', { name: group }).getByRole('radio').nth(index));
  }

  /** Moves what is listed up until it stands as the key has it, and sees each move happen. */
  async function order(
    list: string,
    shown: readonly { id: string; name: string }[],
    key: readonly string[],
    moveUp: (name: string) => string,
  ): Promise<void> {
    const rows = page.getByRole('grid', { name: list }).getByRole('row');
    const now = shown.map(({ id }) => id);
    for (const [place, id] of key.entries()) {
      const name = moveUp(shown.find((each) => each.id === id)?.name ?? id);
      for (let at = now.indexOf(id); at > place; at -= 1) {
        await button(name).click();
        await expect(rows.nth(at - 1).getByRole('button', { name, exact: true })).toBeVisible();
        now.splice(at, 1);
        now.splice(at - 1, 0, id);
      }
    }
  }

  async function rank({ options, correctOrder }: RankingItem): Promise<void> {
    const shown = options.map(({ id, text }) => ({ id, name: text[locale] }));
    await order(t('question.order'), shown, correctOrder, (text) => t('question.moveUp', { text }));
    await button(t('question.giveOrder')).click();
  }

  async function rate({ options }: RatingItem): Promise<void> {
    for (const [index, { keyMean }] of options.entries()) {
      await button(t('rating.stepOpen', { number: index + 1 })).click();
      await choose(Math.round(keyMean) - 1, t('rating.how'));
    }
    await button(t('question.give')).click();
  }

  async function giveChange(
    rounds: readonly { priceFen: number; paidFen: number }[],
    till: readonly number[],
  ): Promise<void> {
    for (const [index, { priceFen, paidFen }] of rounds.entries()) {
      await expect(page.getByText(t('workSample.customer', { number: index + 1, total: rounds.length }))).toBeVisible();
      let left = paidFen - priceFen;
      for (const fen of till.toSorted((a, b) => b - a)) {
        for (; left >= fen; left -= fen) await button(t('workSample.put', { money: moneyName(fen, t) })).click();
      }
      await button(index === rounds.length - 1 ? t('question.give') : t('workSample.nextCustomer')).click();
    }
  }

  async function work({ task }: WorkSampleItem): Promise<void> {
    switch (task.type) {
      case 'assembly_order':
        await order(
          t('workSample.order'),
          task.steps.map(({ id, label }) => ({ id, name: label[locale] })),
          task.correctOrder,
          (text) => t('workSample.earlier', { text }),
        );
        await button(t('question.giveOrder')).click();
        return;
      case 'spot_defect': {
        const picture = page.locator('.c-spot__picture');
        for (const { x, y } of task.defects) {
          const box = await picture.boundingBox();
          if (!box) throw new Error('the picture is not on the screen');
          await picture.click({ position: { x: (x / 1000) * box.width, y: (y / 700) * box.height } });
        }
        await button(t('question.give')).click();
        return;
      }
      case 'safety_sign':
        await choose(
          task.options.findIndex(({ isRight }) => isRight),
          t('workSample.chooseOne'),
        );
        await button(t('question.give')).click();
        return;
      case 'count_change':
        await giveChange(task.rounds, task.denominations);
    }
  }

  return {
    /** Gives the answer that the item's key calls right, and leaves the question. */
    async giveRight(item: Item): Promise<void> {
      switch (item.kind) {
        case 'choice':
          await choose(item.options.findIndex(({ effectiveness }) => effectiveness === 1));
          await button(t('question.give')).click();
          return;
        case 'ranking':
          return rank(item);
        case 'rating':
          return rate(item);
        case 'work_sample':
          return work(item);
        case 'spoken':
        case 'typed':
        case 'role_play':
          throw new Error(`"${item.id}" is answered in words`);
      }
    },
  };
}
