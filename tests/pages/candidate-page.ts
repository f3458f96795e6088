import { expect, type Locator, type Page } from '@playwright/test';
import type { Locale } from '#shared/localized.ts';
import { readBackPage } from './read-back.ts';
import { texts } from './texts.ts';

/** Which of the four consents are given; the others are refused. */
export interface ConsentChoice {
  recording: boolean;
  scoring: boolean;
  sending: boolean;
  talentPool: boolean;
}

export const ALL_CONSENTS: ConsentChoice = { recording: true, scoring: true, sending: true, talentPool: true };

/** The question on the screen, by what can be done with it. */
export type QuestionKind = 'spoken' | 'typed' | 'choice' | 'ranking' | 'rating' | 'work_sample';

export interface ShownQuestion {
  kind: QuestionKind;
  /** The words it is asked with; in a conversation, what the other person says now. */
  prompt: string;
  isTurn: boolean;
  isFollowUp: boolean;
}

/** What a receipt says was good, and the words it rests on. */
export interface Strength {
  text: string;
  quote: string;
}

/** The candidate's screens as a person uses them: by what they say, never by how they are built. */
export function candidatePage(page: Page, locale: Locale) {
  const t = texts(locale, 'candidate');
  const common = texts(locale, 'common');
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
  const heading = (name: string): Locator => page.getByRole('heading', { name, exact: true });

  const readBack = readBackPage(page, t);
  const followUpSkip = button(t('followUp.skip'));

  /** Waits until the follow-up question is gone: another one, with the same buttons, may come in its place. */
  async function leaveFollowUp(leave: () => Promise<void>): Promise<void> {
    const asked = page.locator('.c-asked');
    const text = await asked.innerText();
    await leave();
    await expect(asked.filter({ hasText: text })).toBeHidden();
  }

  const ways: [QuestionKind, Locator][] = [
    ['spoken', button(t('question.start')).or(button(t('question.goOn')))],
    [
      'work_sample',
      page
        .getByRole('grid', { name: t('workSample.order') })
        .or(page.locator('.c-spot__picture'))
        .or(page.getByRole('radiogroup', { name: t('workSample.chooseOne') }))
        .or(page.getByRole('group', { name: t('workSample.till') })),
    ],
    ['rating', page.getByRole('radiogroup', { name: t('rating.how') })],
    ['ranking', button(t('question.giveOrder'))],
    ['choice', page.getByRole('radiogroup', { name: t('question.chooseOne') })],
    ['typed', page.getByRole('textbox', { name: t('question.yourAnswer') })],
  ];
  const anyQuestion = ways.map(([, locator]) => locator).reduce((any, each) => any.or(each));

  /** The native control is hidden in its card: people press the card. */
  async function pressCard(control: Locator): Promise<void> {
    await control.locator('xpath=ancestor-or-self::label').click();
  }

  async function press(name: string): Promise<void> {
    await button(name).click();
  }

  async function answerConsent(kind: keyof ConsentChoice, isGiven: boolean): Promise<void> {
    await expect(heading(t(`consent.${kind}.title`))).toBeVisible();
    // yes stands before no, and their names begin alike
    await pressCard(page.getByRole('radio').nth(isGiven ? 0 : 1));
    await press(common('next'));
  }

  return {
    t,
    button,
    heading,
    press,

    async switchLanguage(to: Locale): Promise<void> {
      await press(t('dock.language'));
      await page
        .getByRole('dialog')
        .getByText(to === 'zh-CN' ? '中文' : 'English')
        .first()
        .click();
    },

    async expectAttract(): Promise<void> {
      await expect(heading(t('attract.title'))).toBeVisible();
    },
    async chooseJob(title: string): Promise<void> {
      await page.getByRole('button', { name: title }).click();
      await expect(heading(t('language.title'))).toBeVisible();
    },
    async confirmLanguage(): Promise<void> {
      await press(common('next'));
      await expect(heading(t('notice.title'))).toBeVisible();
    },
    async understandNotice(): Promise<void> {
      await press(t('notice.understood'));
    },
    answerConsent,
    async confirmConsents(): Promise<void> {
      await expect(heading(t('consent.summary'))).toBeVisible();
      await press(t('consent.confirm'));
      await expect(heading(t('identity.title'))).toBeVisible();
    },
    async giveConsents(choice: ConsentChoice = ALL_CONSENTS): Promise<void> {
      for (const kind of ['recording', 'scoring', 'sending', 'talentPool'] as const)
        await answerConsent(kind, choice[kind]);
    },
    async giveName(name: string, phone: string): Promise<void> {
      await page.getByRole('textbox', { name: t('identity.name') }).fill(name);
      await page.getByRole('textbox', { name: t('identity.phone') }).fill(phone);
      await press(common('next'));
      await expect(heading(t('needs.title'))).toBeVisible();
    },
    async confirmAge(): Promise<void> {
      await pressCard(page.getByRole('checkbox').first());
    },
    async next(): Promise<void> {
      await press(common('next'));
    },

    readBack,

    /** What stands on the screen once the questions have begun. Waits while answers are still being read. */
    async afterQuestion(): Promise<'question' | 'read_back' | 'survey'> {
      const survey = heading(t('survey.title'));
      await anyQuestion.or(readBack.heading).or(survey).first().waitFor({ timeout: 60_000 });
      if (await survey.isVisible()) return 'survey';
      return (await readBack.heading.isVisible()) ? 'read_back' : 'question';
    },
    /** The question shown now. */
    async question(): Promise<ShownQuestion> {
      await anyQuestion.first().waitFor();
      for (const [kind, locator] of ways) {
        if (!(await locator.first().isVisible())) continue;
        return {
          kind,
          prompt: await page.locator('.c-prompt__text').innerText(),
          isTurn: await page.locator('.c-talk').isVisible(),
          isFollowUp: await followUpSkip.isVisible(),
        };
      }
      throw new Error('No question is on the screen.');
    },
    /** Skips the question on the screen, and sees it go. */
    async skipQuestion(): Promise<void> {
      const prompt = page.locator('.c-prompt__text');
      const text = await prompt.innerText();
      await press(t('question.skip'));
      await press(t('question.skipConfirm'));
      await expect(prompt.filter({ hasText: text })).toBeHidden();
    },
    leaveFollowUp,
    async skipFollowUp(): Promise<void> {
      await leaveFollowUp(() => followUpSkip.click());
    },
    /** Waits until the question of this number is shown. */
    async expectQuestion(number: number, total: number): Promise<void> {
      await expect(page.getByText(t('progress.question', { number, total }))).toBeVisible();
    },
    async startSpeaking(): Promise<void> {
      await button(t('question.start'))
        .or(button(t('question.goOn')))
        .click();
      await expect(page.getByText(t('question.recording'))).toBeVisible();
    },
    async finishSpeaking(): Promise<void> {
      await press(t('question.done'));
      await expect(page.getByText(t('question.savedTitle'))).toBeVisible();
    },
    async keep(): Promise<void> {
      await press(t('question.keep'));
    },
    async typeAnswer(text: string): Promise<void> {
      await page.getByRole('textbox', { name: t('question.yourAnswer') }).fill(text);
      await expect(page.getByText(t('draft.saved'))).toBeVisible();
    },
    async choose(index: number): Promise<void> {
      const group = page.getByRole('radiogroup', { name: t('question.chooseOne') });
      await pressCard(group.getByRole('radio').nth(index));
    },
    async moveFirstDown(): Promise<void> {
      const rows = page.getByRole('grid', { name: t('question.order') }).getByRole('row');
      await rows.first().getByRole('button').last().click();
    },
    async give(kind: QuestionKind): Promise<void> {
      if (kind === 'ranking' || kind === 'work_sample')
        await button(t('question.giveOrder'))
          .or(button(t('question.give')))
          .click();
      else await press(t('question.give'));
    },

    async answerSurvey(): Promise<void> {
      await expect(heading(t('survey.title'))).toBeVisible();
      for (const question of ['ease', 'clarity', 'fairness']) {
        const group = page.getByRole('radiogroup', { name: t(`survey.${question}`) });
        await pressCard(group.getByRole('radio').nth(3));
      }
    },
    async sendSurvey(): Promise<void> {
      await press(t('survey.send'));
      await expect(heading(t('receipt.title'))).toBeVisible();
    },
    /** What the receipt says was good, with the words that showed it. */
    async strengths(): Promise<Strength[]> {
      const list = page.locator('.c-receipt__strengths li');
      return list.evaluateAll((items) =>
        items.map((item) => ({
          text: item.querySelector('p')?.textContent?.trim() ?? '',
          quote: item.querySelector('q, blockquote')?.textContent?.trim() ?? '',
        })),
      );
    },
    async returnCode(): Promise<string> {
      return (await page.locator('.c-return .ui-mono').innerText()).trim();
    },
    async comeBack(code: string): Promise<void> {
      await press(t('attract.code'));
      const pad = page.getByRole('dialog');
      for (const digit of code) await pad.getByRole('button', { name: digit, exact: true }).click();
    },
    async finish(): Promise<void> {
      // the page starts anew, so that nothing of the candidate stays in its memory
      const startsAnew = page.waitForEvent('load');
      await press(t('receipt.done'));
      await startsAnew;
      await expect(heading(t('attract.title'))).toBeVisible();
    },
  };
}
export type CandidatePage = ReturnType<typeof candidatePage>;
