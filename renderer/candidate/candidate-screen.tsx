import { useCandidateSession } from './session-context.tsx';
import { AttractScreen } from './screens/attract-screen.tsx';
import { CheckScreen } from './screens/check-screen.tsx';
import { ConsentScreen } from './screens/consent-screen.tsx';
import { FollowUpScreen } from './screens/follow-up-screen.tsx';
import { IdentityScreen } from './screens/identity-screen.tsx';
import { LanguageScreen } from './screens/language-screen.tsx';
import { NoticeScreen } from './screens/notice-screen.tsx';
import { PausedScreen } from './screens/paused-screen.tsx';
import { PracticeScreen } from './screens/practice-screen.tsx';
import { QuestionScreen } from './screens/question-screen.tsx';
import { ReadBackScreen } from './screens/read-back-screen.tsx';
import { ReceiptScreen } from './screens/receipt-screen.tsx';
import { SelfIdentificationScreen } from './screens/self-identification-screen.tsx';
import { SurveyScreen } from './screens/survey-screen.tsx';
import { WithdrawnScreen } from './screens/withdrawn-screen.tsx';

/** One state, one screen. */
export function CandidateScreen() {
  const { state } = useCandidateSession().view;
  switch (state.kind) {
    case 'idle':
    case 'sealed':
    case 'wiped':
      return <AttractScreen />;
    case 'language':
      return <LanguageScreen />;
    case 'notice':
      return <NoticeScreen />;
    case 'consent':
      return <ConsentScreen />;
    case 'identity':
      return <IdentityScreen />;
    case 'check':
      return <CheckScreen />;
    case 'practice':
      return <PracticeScreen phase={state.phase} />;
    case 'question':
      return <QuestionScreen key={`${state.index}-${state.stage}`} state={state} />;
    case 'follow_up':
      return <FollowUpScreen since={state.since} />;
    case 'read_back':
      return <ReadBackScreen />;
    case 'survey':
      return <SurveyScreen />;
    case 'self_identification':
      return <SelfIdentificationScreen />;
    case 'receipt':
      return <ReceiptScreen />;
    case 'paused':
      return <PausedScreen />;
    case 'withdrawn':
      return <WithdrawnScreen />;
  }
}
