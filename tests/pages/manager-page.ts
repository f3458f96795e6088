import { expect, type Page } from '@playwright/test';
import type { Locale } from '#shared/localized.ts';
import { texts } from './texts.ts';

/** The manager's console as a person uses it. */
export function managerPage(page: Page, locale: Locale) {
  const t = texts(locale, 'manager');
  const candidate = texts(locale, 'candidate');
  const review = texts(locale, 'review');
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  return {
    t,
    async signIn(name: string, pin: string): Promise<void> {
      await button(candidate('dock.staff')).click();
      await page.getByRole('radio', { name }).locator('xpath=ancestor-or-self::label').click();
      await page.getByLabel(t('sign_in.pin'), { exact: true }).fill(pin);
      await button(t('sign_in.submit')).click();
      await expect(button(t('shell.sign_out'))).toBeVisible({ timeout: 20_000 });
    },
    async signOut(): Promise<void> {
      await button(t('shell.sign_out')).click();
      await expect(button(candidate('dock.staff'))).toBeVisible();
    },
    async goTo(place: 'interviews' | 'proposals' | 'jobs' | 'sync' | 'readiness' | 'settings'): Promise<void> {
      await page
        .getByRole('navigation', { name: t('shell.places') })
        .getByRole('button', { name: t(`shell.${place}`) })
        .click();
    },
    async openInterview(candidateName: string): Promise<void> {
      await this.goTo('interviews');
      await page.getByText(candidateName).first().click();
      await expect(button(t('detail.back'))).toBeVisible();
    },
    /** Opens the answer of this number; the numbers stand beside the questions. */
    async openAnswer(number: number): Promise<void> {
      await page
        .getByRole('navigation', { name: review('places.contents') })
        .getByRole('button')
        .nth(number - 1)
        .click();
    },
    /** Plays the video on the screen and seeks: the picture has to come back at the new place. */
    async playAndSeek(): Promise<void> {
      const video = page.locator('video').first();
      await video.waitFor();
      const played = await video.evaluate(async (element) => {
        const player = element as HTMLVideoElement;
        if (player.readyState < HTMLMediaElement.HAVE_METADATA) {
          await new Promise((resolve, reject) => {
            player.addEventListener('loadedmetadata', resolve, { once: true });
            player.addEventListener(
              'error',
              () => reject(new Error(player.error?.message ?? 'the video cannot be played')),
              { once: true },
            );
          });
        }
        const { duration } = player;
        const seeked = new Promise((resolve) => {
          player.addEventListener('seeked', resolve, { once: true });
        });
        player.currentTime = duration / 2;
        await seeked;
        await player.play();
        player.pause();
        return { duration, at: player.currentTime, width: player.videoWidth };
      });
      expect(Number.isFinite(played.duration)).toBe(true);
      expect(played.duration).toBeGreaterThan(1);
      expect(played.width).toBeGreaterThan(0);
      expect(Math.abs(played.at - played.duration / 2)).toBeLessThan(1);
    },
    /** Everything was received by head office. */
    async expectAllSent(): Promise<void> {
      await this.goTo('sync');
      await expect(page.getByText(t('sync.states.idle.title'))).toBeVisible({ timeout: 30_000 });
    },
  };
}
