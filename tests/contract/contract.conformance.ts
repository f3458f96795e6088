import { ORPCError } from '@orpc/client';
import { expect, test } from 'vitest';
import type { CarrierUnderTest, JoinedPage } from './carriers.ts';
import { FAKE_LOCKS_AT, FAKE_STAFF_ID, FakeApp } from './app.fake.ts';

const STAFF_ID = FAKE_STAFF_ID as Parameters<JoinedPage['client']['staff']['signIn']>[0]['staffId'];

/** What a call was refused with. */
async function refusal(call: Promise<unknown>): Promise<ORPCError<string, unknown>> {
  const outcome: unknown = await call.then(
    (value) => ({ answered: value }),
    (error: unknown) => error,
  );
  if (!(outcome instanceof ORPCError)) throw new Error(`Expected a named refusal, got ${JSON.stringify(outcome)}`);
  return outcome;
}

/** The promises that every carrier of the contract keeps. */
export function contractConformance(carrier: CarrierUnderTest): void {
  async function withPage(run: (page: JoinedPage, app: FakeApp) => Promise<void>): Promise<void> {
    const app = new FakeApp();
    const page = await carrier.join(app);
    try {
      await run(page, app);
    } finally {
      await page.leave();
    }
  }
  const titled = (title: string) => `${carrier.name}: ${title}`;

  test(titled('a call is answered'), () =>
    withPage(async ({ client }) => {
      const info = await client.app.info();
      expect(info).toMatchObject({ version: '0.1.0', deviceId: 'fake' });
    }),
  );

  test(titled('an unknown call is refused as not found'), () =>
    withPage(async ({ link }) => {
      expect(await refusal(link.call(['staff', 'makeCoffee'], {}, { context: {} }))).toMatchObject({
        code: 'NOT_FOUND',
      });
    }),
  );

  test(titled('input that does not fit names what is wrong, and reaches no handler'), () =>
    withPage(async ({ link }, app) => {
      const input = { draftKey: 'q1', draft: { kind: 'typed', text: 7 } };
      const refused = await refusal(link.call(['session', 'saveDraft'], input, { context: {} }));
      expect(refused.code).toBe('BAD_REQUEST');
      expect(JSON.stringify(refused.data)).toContain('"path":["draft","text"]');
      expect(app.drafts).toEqual([]);
    }),
  );

  test(titled('a call of another role is refused with the roles that may'), () =>
    withPage(async ({ client }) => {
      const refused = await refusal(client.settings.get());
      expect(refused).toMatchObject({
        code: 'FORBIDDEN',
        data: { role: 'candidate', roles: ['manager', 'technician'] },
      });
    }),
  );

  test(titled('signing in opens the calls of the role'), () =>
    withPage(async ({ client }) => {
      await client.staff.signIn({ staffId: STAFF_ID, pin: '246810' });
      expect(await client.settings.get()).toMatchObject({ version: 1 });
    }),
  );

  test(titled('a named error carries its data'), () =>
    withPage(async ({ client }) => {
      const refused = await refusal(client.session.send({ revision: 3, event: { type: 'touch_chosen' } }));
      expect(refused).toMatchObject({ defined: true, code: 'stale_revision', data: { revision: 41 } });
    }),
  );

  test(titled('an unforeseen failure carries a correlation id and no stack'), () =>
    withPage(async ({ client, link }, app) => {
      const failed = await refusal(client.staff.setUp({ name: 'x', pin: '246810' }));
      expect(failed.code).toBe('FORBIDDEN');
      await client.staff.signIn({ staffId: STAFF_ID, pin: '246810' });
      const input = { id: '01990000-0000-7000-8000-000000000002', deletionCode: 'x' };
      const unforeseen = await refusal(link.call(['review', 'eraseSession'], input, { context: {} }));
      expect(unforeseen).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', data: { correlationId: 'correlation-1' } });
      expect(JSON.stringify(unforeseen)).not.toContain('This fake has no such call');
      expect(app.unforeseen).toHaveLength(1);
    }),
  );

  test(titled('events arrive at once and on change, and stop when the page leaves'), async () => {
    const app = new FakeApp();
    const page = await carrier.join(app);
    const events = await page.client.staff.watch();
    const iterator = events[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toMatchObject({ role: 'candidate', signedIn: null });
    await page.client.staff.signIn({ staffId: STAFF_ID, pin: '246810' });
    expect((await iterator.next()).value).toMatchObject({ role: 'manager', signedIn: { locksAt: FAKE_LOCKS_AT } });
    expect(app.watchers).toBe(1);
    const ended = iterator.next().catch((error: unknown) => error);
    await page.leave();
    await expect.poll(() => app.watchers).toBe(0);
    await ended;
  });

  test(titled('a screen that stops listening stops the events'), () =>
    withPage(async ({ client }, app) => {
      const leaving = new AbortController();
      const iterator = (await client.staff.watch(undefined, { signal: leaving.signal }))[Symbol.asyncIterator]();
      await iterator.next();
      expect(app.watchers).toBe(1);
      await iterator.return?.();
      await expect.poll(() => app.watchers).toBe(0);
    }),
  );

  test(titled('dates, undefined, large numbers and every script arrive as they left'), () =>
    withPage(async ({ link }) => {
      const value = {
        at: new Date('2026-11-23T08:00:00.123Z'),
        missing: undefined,
        nothing: null,
        big: 2n ** 64n,
        set: new Set(['一', 'two']),
        text: '候选人 👩🏽‍🏭 e\u0301 \u2028 مرحبا \u0000',
        list: [undefined, 1.5, 1e21],
      };
      expect(await link.call(['echo'], value, { context: {} })).toEqual(value);
      expect(await link.call(['echo'], undefined, { context: {} })).toBeUndefined();
    }),
  );

  test(titled('text of a person arrives unchanged'), () =>
    withPage(async ({ client }, app) => {
      const draft = { kind: 'typed' as const, text: '我会先停机，再叫班长。🙂\n第二行' };
      await client.session.saveDraft({ draftKey: 'q1', draft });
      expect(app.drafts).toEqual([{ draftKey: 'q1', draft }]);
    }),
  );

  test(titled('text longer than the contract allows is refused'), () =>
    withPage(async ({ client }, app) => {
      const draft = { kind: 'typed' as const, text: 'x'.repeat(4001) };
      expect(await refusal(client.session.saveDraft({ draftKey: 'q1', draft }))).toMatchObject({ code: 'BAD_REQUEST' });
      expect(app.drafts).toEqual([]);
    }),
  );

  const { maxMessageBytes } = carrier;
  test.skipIf(maxMessageBytes === null)(
    titled('a message longer than 1 MiB closes the carrier; one below passes'),
    () =>
      withPage(async ({ link, closed }) => {
        const fits = 'x'.repeat((maxMessageBytes ?? 0) - 4096);
        expect(await link.call(['echo'], fits, { context: {} })).toBe(fits);
        const tooLong = 'x'.repeat((maxMessageBytes ?? 0) + 1);
        expect(await link.call(['echo'], tooLong, { context: {} }).catch(() => 'refused')).toBe('refused');
        await closed;
      }),
  );
}
