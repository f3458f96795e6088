import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useLocale } from '#renderer/i18n/use-locale.ts';
import { useDensity } from '#renderer/ui/index.ts';
import { CandidateScreen } from './candidate-screen.tsx';
import { CaptureProvider } from './capture-context.tsx';
import type { CandidateClient } from './candidate-client.ts';
import type { CapturePort } from './capture-port.ts';
import { ConnectionOverlay } from './connection-overlay.tsx';
import { IdleDialog } from './idle-dialog.tsx';
import { Keypad } from './keypad/keypad.tsx';
import { ProblemNote, ProblemProvider } from './problem-note.tsx';
import { ReadAloudProvider } from './read-aloud-context.tsx';
import { ReadBackProvider } from './read-back-context.tsx';
import { ScreenHide } from './screen-hide.tsx';
import { CandidateSessionProvider } from './session-context.tsx';
import { useActivity } from './use-activity.ts';
import { type SessionFeed, useSessionFeed } from './use-session-feed.ts';
import './candidate-app.css';

export interface CandidateAppProps {
  readonly client: CandidateClient;
  readonly capture: CapturePort;
  /** False while the page tries to reach the core again. */
  readonly isConnected: boolean;
  /** A keypad in place of a keyboard: the whole interview can be walked by it. */
  readonly hasKeypad?: boolean;
  /** Opens the staff's side; left out where there is none. */
  readonly onStaff?: () => void;
  /** An interview has left the screen: what the page's memory still holds of it must go. */
  readonly onForgotten?: () => void;
}

function Interview({
  feed,
  view,
  props,
}: {
  readonly feed: SessionFeed;
  readonly view: NonNullable<SessionFeed['view']>;
  readonly props: CandidateAppProps;
}) {
  const { client, capture, onStaff } = props;
  const { send, isSending, problem, clearProblem, showProblem } = feed;
  useLocale(view.locale);
  useActivity(client);
  const session = useMemo(
    () => ({ view, client, isSending, send, showProblem, onStaff: onStaff ?? null, isPreview: false }),
    [view, client, isSending, send, showProblem, onStaff],
  );
  const problems = useMemo(() => ({ problem, clear: clearProblem }), [problem, clearProblem]);
  return (
    <CandidateSessionProvider value={session}>
      <ProblemProvider value={problems}>
        <ReadAloudProvider client={client}>
          <CaptureProvider port={capture}>
            <ScreenHide>
              <ReadBackProvider>
                <CandidateScreen />
              </ReadBackProvider>
              <div className="c-problem">
                <ProblemNote place="page" />
              </div>
            </ScreenHide>
            <IdleDialog />
            {props.hasKeypad === true && <Keypad />}
          </CaptureProvider>
        </ReadAloudProvider>
      </ProblemProvider>
    </CandidateSessionProvider>
  );
}

/** A flicker of the connection is not worth a word. */
const LOST_AFTER_MS = 800;

/**
 * The candidate's side of the kiosk: draws the interview's view and sends what the candidate does.
 *
 * Everything a candidate entered lives below one key: when the interview leaves the screen, that tree goes with all its state.
 */
export function CandidateApp(props: CandidateAppProps) {
  useDensity('candidate');
  const feed = useSessionFeed(props.client);
  const { view } = feed;
  const shown = useRef<string | null>(null);
  const forget = useEffectEvent(() => props.onForgotten?.());
  const sessionId = view?.sessionId ?? null;
  useEffect(() => {
    if (shown.current !== null && sessionId === null) forget();
    shown.current = sessionId;
  }, [sessionId]);
  const [isLost, setIsLost] = useState(false);
  useEffect(() => {
    if (props.isConnected) return undefined;
    const timer = setTimeout(() => setIsLost(true), LOST_AFTER_MS);
    return () => {
      clearTimeout(timer);
      setIsLost(false);
    };
  }, [props.isConnected]);
  return (
    <>
      {view !== null && <Interview key={view.sessionId ?? 'nobody'} feed={feed} view={view} props={props} />}
      {(isLost || view === null) && <ConnectionOverlay isStarting={view === null} />}
    </>
  );
}
