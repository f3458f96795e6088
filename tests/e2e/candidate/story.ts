import type { Page } from '@playwright/test';
import type { Locale } from '#shared/localized.ts';
import type { SessionState } from '#shared/session.ts';
import type { SessionView } from '#shared/session-view.ts';
import type { StorySetup } from './page/story-setup.ts';
import { viewOf } from './views.ts';

export interface Story {
  readonly name: string;
  readonly view: (locale: Locale) => SessionView;
  readonly setup?: Partial<Omit<StorySetup, 'view'>>;
  /** Presses and waits that lead to what is to be seen. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** A view of a state in either language. */
export const at =
  (state: SessionState, changes: Partial<SessionView> = {}) =>
  (locale: Locale) =>
    viewOf(locale, state, changes);
