import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractClient } from '#renderer/api/connect.ts';
import { touchedAnswer } from '#main/session/interviews.fake.ts';
import type { AnswerBody } from '#shared/answer.ts';
import type { CandidateItem } from '#shared/job.ts';
import type { Locale } from '#shared/localized.ts';
import type { SessionView } from '#shared/session-view.ts';
import type { Consents, SessionEvent } from '#shared/session.ts';
import { spokenAnswer, typedAnswer } from '#tests/fixtures/answers.ts';
import { exchangeToken, openSocket } from '#tests/shell/serve-for-test.ts';

const STATE_TIMEOUT_MS = 60_000;

/** Joins a kiosk's host as its page does, without a page. */
export async function joinHost(host: {
  origin: string;
  token: string;
}): Promise<{ client: ContractClient; leave: () => void }> {
  const cookie = await exchangeToken(host.origin, host.token);
  const socket = await openSocket(host.origin, { origin: host.origin, cookie });
  // the types of ws and of the browser differ in details that oRPC does not use
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
  return { client: createORPCClient(link), leave: () => socket.close() };
}

/**
 * Holds one interview through the contract: everything is answered in words or by touch, nothing is recorded, what is asked
 * once more is skipped.
 *
 * @returns the receipt as the candidate was shown it
 */
export async function walkByContract(
  client: ContractClient,
  who: { jobId: string; locale: Locale; name: string; phone: string },
): Promise<NonNullable<SessionView['receipt']>> {
  const consents: Consents = { recording: false, scoring: true, sending: true, talentPool: false };
  let view = await nextView(client, () => true);
  const send = async (event: SessionEvent) => {
    view = await client.session.send({ revision: view.revision, event });
  };
  await send({ type: 'job_chosen', jobId: who.jobId });
  if (view.locale !== who.locale) await send({ type: 'language_changed', locale: who.locale });
  await send({ type: 'language_confirmed' });
  await send({ type: 'notice_understood' });
  await send({ type: 'consents_given', consents });
  await send({
    type: 'identity_given',
    identity: { by: 'name', name: who.name, phone: who.phone },
    isOfAge: true,
    accommodations: { textInstead: false, captions: false, moreTime: false, person: false },
  });
  for (let words = 0; view.state.kind !== 'survey';) {
    const { state, item } = view;
    if (state.kind === 'question' && state.stage === 'plan' && item !== null) {
      const isInWords = item.kind === 'spoken' || item.kind === 'typed';
      await send({ type: 'answer_given', body: isInWords ? wordedAnswer(item, who, words) : touchedAnswer(item) });
      if (isInWords) words += 1;
    } else if (state.kind === 'question') await send({ type: 'question_skipped' });
    else if (state.kind === 'follow_up') view = await nextView(client, (next) => next.state.kind !== 'follow_up');
    else throw new Error(`This walk knows nothing of ${state.kind}.`);
  }
  await send({ type: 'survey_answered', survey: { ease: 5, clarity: 4, fairness: 4, comment: '' } });
  const { receipt } = view.receipt === null ? await nextView(client, (next) => next.receipt !== null) : view;
  if (receipt === null) throw new Error('There is no receipt.');
  await send({ type: 'receipt_read' });
  return receipt;
}

function wordedAnswer(
  item: Extract<CandidateItem, { kind: 'spoken' | 'typed' }>,
  { jobId, locale }: { jobId: string; locale: Locale },
  index: number,
): AnswerBody {
  const isSaid = item.kind === 'spoken';
  const request = { jobId, locale, prompt: (isSaid ? item.turn?.says : null) ?? item.prompt, index };
  return { kind: 'typed', text: isSaid ? spokenAnswer(request) : typedAnswer(request) };
}

async function nextView(client: ContractClient, isAwaited: (view: SessionView) => boolean): Promise<SessionView> {
  const signal = AbortSignal.timeout(STATE_TIMEOUT_MS);
  for await (const view of await client.session.watch(undefined, { signal })) if (isAwaited(view)) return view;
  throw new Error('The kiosk stopped telling what it shows.');
}
