import { useMemo } from 'react';
import type { SessionView } from '#shared/session-view.ts';
import { CandidateScreen } from './candidate-screen.tsx';
import type { CandidateClient } from './candidate-client.ts';
import { ClosedCapture } from './capture-context.tsx';
import { SilentReadAloud } from './read-aloud-context.tsx';
import { CandidateSessionProvider } from './session-context.tsx';
import './candidate-app.css';

/** What a screen keeps or tells is kept and told nowhere. */
const NOBODY = {
  session: { saveDraft: async () => ({ ok: true }) },
} as unknown as CandidateClient;

/** One screen of an interview as the candidate sees it, to be looked at: it can be touched, and nothing comes of it. */
export function CandidatePreview({ view }: { readonly view: SessionView }) {
  const session = useMemo(
    () => ({
      view,
      client: NOBODY,
      isSending: false,
      send: async () => true,
      showProblem: () => undefined,
      onStaff: null,
      isPreview: true,
    }),
    [view],
  );
  return (
    <CandidateSessionProvider value={session}>
      <SilentReadAloud>
        <ClosedCapture>
          <CandidateScreen />
        </ClosedCapture>
      </SilentReadAloud>
    </CandidateSessionProvider>
  );
}
