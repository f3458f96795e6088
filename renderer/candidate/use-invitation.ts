import { useEffect, useState } from 'react';
import { codeKey, InvitationCode, type InvitationAnswer } from '#shared/invitation.ts';
import type { CandidateClient } from './candidate-client.ts';

/** Typing has ended when no key was pressed for so long. */
const TYPED_MS = 400;

/** What this kiosk knows about the code in the field; null while it is being typed and where nothing can be said. */
export function useInvitation(client: CandidateClient, code: string | null): InvitationAnswer | null {
  const key = codeKey(code ?? '');
  const [found, setFound] = useState<{ readonly key: string; readonly answer: InvitationAnswer } | null>(null);
  useEffect(() => {
    if (!InvitationCode.safeParse(key).success) return undefined;
    let isCurrent = true;
    const timer = setTimeout(() => {
      client.session.lookUpInvitation({ code: key }).then(
        (answer) => {
          if (isCurrent) setFound({ key, answer });
        },
        // the code is joined at head office all the same
        (error: unknown) => console.warn('The invitation was not looked up.', error),
      );
    }, TYPED_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, key]);
  return found?.key === key ? found.answer : null;
}
