import type { Page } from '@playwright/test';
import type { Job } from '#shared/job.ts';
import { localizedText, type Locale } from '#shared/localized.ts';
import { planOf } from '#shared/plan.ts';
import { candidatePage } from '#tests/pages/candidate-page.ts';
import { touchedAnswers } from '#tests/pages/touched-answers.ts';

export interface TypedInterview {
  readonly page: Page;
  readonly job: Job;
  readonly locale: Locale;
  readonly who: { readonly name: string; readonly phone: string };
  /** Typed to every question that is answered in words, with the question's number. */
  readonly answer: string;
  /** How many questions are answered, all by default; the others are skipped. */
  readonly answered?: number;
  /** Called while the first answer stands on the screen. */
  readonly beforeFirstIsGiven?: () => Promise<void>;
}

/**
 * One whole interview from the attract screen back to it, typed and touched: recording and sending are refused, scoring is
 * not, what is asked once more is skipped.
 *
 * @returns the deletion code on the receipt
 */
export async function typedInterview(interview: TypedInterview): Promise<string> {
  const { page, job, locale, who, answer, answered = Number.POSITIVE_INFINITY } = interview;
  const candidate = candidatePage(page, locale);
  const touched = touchedAnswers(page, locale);
  await candidate.chooseJob(localizedText(job.title, locale));
  await candidate.confirmLanguage();
  await candidate.understandNotice();
  await candidate.giveConsents({ recording: false, scoring: true, sending: false, talentPool: false });
  await candidate.confirmConsents();
  await candidate.giveName(who.name, who.phone);
  await candidate.confirmAge();
  await candidate.next();
  for (const [index, { item, number, turn }] of planOf(job).entries()) {
    await candidate.expectQuestion(number, job.items.length);
    if (index >= answered) {
      await candidate.skipQuestion();
      continue;
    }
    if (turn === null && item.kind !== 'spoken' && item.kind !== 'typed') {
      await touched.giveRight(item);
      continue;
    }
    // a turn of a role-play has the number of the one before
    if (item.kind === 'role_play') {
      const says = item.turns[turn ?? 0]?.says;
      await page
        .getByText(says === undefined ? '' : localizedText(says, locale))
        .first()
        .waitFor();
    }
    await candidate.typeAnswer(index === 0 ? answer : `${answer} ${number}`);
    if (index === 0) await interview.beforeFirstIsGiven?.();
    await candidate.give('typed');
  }
  while ((await candidate.afterQuestion()) !== 'survey') await candidate.skipFollowUp();
  await candidate.answerSurvey();
  await candidate.sendSurvey();
  const deletionCode = await page.locator('.c-ticket__secret').innerText();
  await candidate.finish();
  return deletionCode;
}
