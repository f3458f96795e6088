import type { InvitationAnswer } from '#shared/invitation.ts';
import type { KeyboardMode } from '#renderer/ui/index.ts';
import type { SessionView } from '#shared/session-view.ts';

/** What a test puts on the page. */
export interface StorySetup {
  readonly view: SessionView;
  /** `voice`: camera and a microphone with a quiet room, then a voice; `silent`: a dead microphone; a code: opening fails. */
  readonly devices: 'voice' | 'silent' | 'no_microphone' | 'lost';
  readonly isConnected: boolean;
  readonly keyboard: KeyboardMode;
  readonly hasKeypad: boolean;
  /** What is known about every code. */
  readonly invitation: InvitationAnswer;
  /** Code and data of the contract error that every event is refused with. */
  readonly refusal: { readonly code: string; readonly data: Record<string, string | number> } | null;
}

declare global {
  interface Window {
    /** Draws a story in the place of the one before, of which nothing is left. */
    openStory: (setup: StorySetup) => void;
    /** Every event the page sent, oldest first. */
    sentEvents: unknown[];
    /** Every piece of text that the kiosk's voice was given, oldest first. */
    spokenTexts: string[];
    /** Every draft the page saved, oldest first. */
    savedDrafts: unknown[];
    /** Draws another view, as the core would. */
    showView: (view: SessionView) => void;
  }
}
