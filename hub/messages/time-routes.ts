import { randomBytes } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Actor } from '#shared/hub/actor.ts';
import { Locale } from '#shared/localized.ts';
import type { HubDatabase } from '../database/database.ts';
import type { Sealer } from '../devices/hub-key.ts';
import { ProblemError } from '../http/problem.ts';
import type { HubServer, Routes } from '../http/server.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import { invitationOf, moveInvitation } from './invitations.ts';
import { messageOf } from './send-invitation.ts';
import { listSlots } from './slots.ts';
import { type TimeLink, TIMES_PATH } from './time-link.ts';
import { type TimeChange, timePage } from './time-page.ts';

/** Presses of one address a minute: whoever looks at a few times never sees this. */
const CALLS_PER_MINUTE = 30;
const MOST_TIMES = 60;
const REASON = 'Chosen by the candidate';

const Path = z.object({ invitationId: z.uuidv7(), mark: z.string().max(64) });
const Query = z.object({ lang: Locale.optional() });
const Page = z.any().meta({ description: 'A page' });

/** The page on which a candidate sees the time of an interview and chooses another. Who has its address may do so. */
export function timeRoutes(parts: {
  readonly database: HubDatabase;
  readonly sealer: Sealer;
  readonly queue: JobQueue;
  readonly link: TimeLink;
  readonly now: () => Date;
  readonly wake: () => void;
}): Routes {
  const { database, sealer, queue, link, now } = parts;

  /** @throws {ProblemError} `not_found`: a stranger learns nothing of what there is */
  function admit({ invitationId, mark }: z.infer<typeof Path>): string {
    if (!link.admits(invitationId, mark)) throw new ProblemError('not_found');
    return invitationId;
  }

  async function draw(
    reply: FastifyReply,
    invitationId: string,
    lang: Locale | undefined,
    change: TimeChange,
  ): Promise<string> {
    const invitation = await invitationOf(database, invitationId);
    const { message } = await messageOf(
      database,
      sealer,
      invitation,
      invitation.state === 'active' ? 'REQUEST' : 'CANCEL',
    );
    const at = now().toISOString();
    const hasBegun = invitation.slot.startsAt <= at;
    const { siteId } = invitation.slot;
    const free =
      invitation.state !== 'active' || hasBegun
        ? []
        : await listSlots(database, { siteId, jobId: message.jobId, from: at, onlyFree: 'true', limit: MOST_TIMES });
    const nonce = randomBytes(16).toString('base64');
    void reply
      .headers({
        'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
        // the address is all that it takes: it goes nowhere with a link
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      })
      .type('text/html; charset=utf-8');
    return timePage(message, {
      locale: lang ?? message.locale ?? 'zh-CN',
      free: free.slice(0, MOST_TIMES).filter(({ id }) => id !== invitation.slot.id),
      change,
      hasBegun,
      nonce,
    });
  }

  async function move(invitationId: string, slotId: string): Promise<TimeChange> {
    const { slot, candidateId } = await invitationOf(database, invitationId);
    // pressed twice
    if (slot.id === slotId) return 'moved';
    const at = now().toISOString();
    if (slot.startsAt <= at) return 'none';
    const actor: Actor = { kind: 'candidate', id: candidateId, name: '' };
    try {
      await database.transaction((queries) =>
        moveInvitation({ queries, at, actor }, { queue, sealer }, invitationId, slotId, REASON),
      );
    } catch (error) {
      // full, begun or called off meanwhile: the page is drawn anew with what there is now
      if (error instanceof ProblemError && (error.code === 'conflict' || error.code === 'not_found')) return 'taken';
      throw error;
    }
    parts.wake();
    return 'moved';
  }

  return (server) => {
    const config = { scope: 'public', rateLimit: { max: CALLS_PER_MINUTE, timeWindow: '1 minute' } } as const;
    // a form without a script; nothing else of the hub takes one
    void server.register(async (forms: HubServer) => {
      forms.addContentTypeParser(
        'application/x-www-form-urlencoded',
        { parseAs: 'string', bodyLimit: 1024 },
        (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
      );
      forms.route({
        method: 'GET',
        url: `${TIMES_PATH}/:invitationId/:mark`,
        config,
        schema: {
          summary: 'Times to choose from',
          hide: true,
          params: Path,
          querystring: Query,
          response: { 200: Page },
        },
        handler: async (request, reply) => draw(reply, admit(request.params), request.query.lang, 'none'),
      });
      forms.route({
        method: 'POST',
        url: `${TIMES_PATH}/:invitationId/:mark`,
        config,
        schema: {
          summary: 'Chooses another time',
          hide: true,
          params: Path,
          querystring: Query,
          body: z.object({ slotId: z.uuidv7() }),
          response: { 200: Page },
        },
        handler: async (request, reply) => {
          const invitationId = admit(request.params);
          const change = await move(invitationId, request.body.slotId);
          return draw(reply, invitationId, request.query.lang, change);
        },
      });
    });
  };
}
