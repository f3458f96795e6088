import { ORPCError } from '@orpc/client';
import { useState, useSyncExternalStore } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import type { SessionView } from '#shared/session-view.ts';
import { CandidateApp } from '#renderer/candidate/candidate-app.tsx';
import type { CandidateClient } from '#renderer/candidate/candidate-client.ts';
import type { CapturePort } from '#renderer/candidate/capture-port.ts';
import { createTranslations } from '#renderer/i18n/create-translations.ts';
import { TouchKeyboard } from '#renderer/touch-keyboard.tsx';
import '#renderer/ui/index.ts';
import { openFakeDevices } from './devices.fake.ts';
import type { StorySetup } from './story-setup.ts';

let mounted: Root | null = null;

/** Draws the story's view and keeps what the screen sends; nothing else behaves. */
function Story({ setup, client }: { readonly setup: StorySetup; readonly client: CandidateClient }) {
  const isConnected = useSyncExternalStore(
    () => () => undefined,
    () => setup.isConnected,
  );
  const [capture] = useState<CapturePort>(() => ({
    open: () => openFakeDevices(setup.devices),
    putSlice: async () => undefined,
  }));
  return (
    <>
      <CandidateApp
        client={client}
        capture={capture}
        isConnected={isConnected}
        hasKeypad={setup.hasKeypad}
        onStaff={() => undefined}
      />
      <TouchKeyboard mode={setup.keyboard} />
    </>
  );
}

window.openStory = (setup) => {
  // what was drawn before goes with all its state, its devices and its timers
  mounted?.unmount();
  window.sentEvents = [];
  window.savedDrafts = [];
  window.spokenTexts = [];
  let view: SessionView = setup.view;
  let wake: () => void = () => undefined;
  window.showView = (next) => {
    view = next;
    wake();
  };

  async function* views(signal: AbortSignal | undefined): AsyncGenerator<SessionView, void> {
    for (;;) {
      yield view;
      const changed = Promise.withResolvers<void>();
      wake = changed.resolve;
      signal?.addEventListener('abort', () => changed.resolve());
      await changed.promise;
      if (signal?.aborted === true) return;
    }
  }

  const client = {
    app: {
      info: async () => ({
        version: '0',
        shell: 'in_process',
        deviceId: 'story',
        locale: view.locale,
        keyboard: 'automatic',
        hasKeypad: false,
      }),
      reportFailure: async () => ({ ok: true }),
    },
    readAloud: {
      render: async ({ text }: { text: string }) => {
        window.spokenTexts.push(text);
        return { url: '/silence.wav', durationMs: 1 };
      },
    },
    receipt: {
      print: async () => {
        window.sentEvents.push('printed');
        if (setup.refusal !== null) {
          throw new ORPCError(setup.refusal.code, { defined: true, data: setup.refusal.data });
        }
        return { ok: true };
      },
    },
    session: {
      watch: async (_input: undefined, options: { signal?: AbortSignal }) => views(options.signal),
      send: async ({ event }: { event: unknown }) => {
        window.sentEvents.push(event);
        if (setup.refusal !== null) {
          throw new ORPCError(setup.refusal.code, { defined: true, data: setup.refusal.data });
        }
        return view;
      },
      saveDraft: async (input: unknown) => {
        window.savedDrafts.push(input);
        return { ok: true };
      },
      lookUpInvitation: async () => setup.invitation,
      noteActivity: async () => ({ ok: true }),
    },
  } as unknown as CandidateClient;

  const root = document.createElement('div');
  root.id = 'root';
  // with whatever a test added beside it; react-aria goes on speaking through its own element
  for (const left of document.querySelectorAll('body > :not([data-live-announcer])')) left.remove();
  document.body.prepend(root);
  mounted = createRoot(root);
  mounted.render(
    <I18nextProvider i18n={createTranslations(setup.view.locale)}>
      <Story setup={setup} client={client} />
    </I18nextProvider>,
  );
};
