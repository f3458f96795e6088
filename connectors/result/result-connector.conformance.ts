import { afterEach, describe, expect, test } from 'vitest';
import type { Localized } from '#shared/localized.ts';
import type { InterviewResult } from '#shared/result.ts';
import { ledgerInMemory } from './delivery-ledger.fake.ts';
import type { DeliveryLedger } from './delivery-ledger.ts';
import type { DeliveryOutcome, DryRun, PlannedRequest, ResultConnector } from './result-connector.ts';
import { rescored, sampleResult } from './sample-result.fake.ts';
import { withoutSecrets } from './sentences.ts';
import {
  startTargetServer,
  type Fault,
  type Reply,
  type SeenRequest,
  type TargetServer,
} from './target-server.fake.ts';

/** One target, running, with what the suite needs to know of it. */
export type OpenTarget = {
  /** A connector as people would configure it; `key` in place of the right credentials. */
  readonly connect: (ledger: DeliveryLedger, key?: string) => ResultConnector;
  readonly secrets: readonly string[];
  /** How many things the target holds of this result, and whether they show this very revision. */
  readonly holds: (result: InterviewResult) => Promise<{ readonly count: number; readonly isCurrent: boolean }>;
  /** How often anything was sent; counted at the target. */
  readonly sent: () => Promise<number>;
  /** Present where the target is a server that can fail. */
  readonly failNext?: (faults: readonly (Fault | null)[]) => void;
  readonly silenced?: () => Promise<void>;
  /** The requests that arrived. */
  readonly seen?: () => TargetServer['seen'];
  readonly goAway: () => Promise<void>;
  readonly close: () => Promise<void>;
  /** Whether the target knows that the person was erased, once and for all; missing where it has no way to. */
  readonly isErased?: (resultId: string) => Promise<boolean>;
};

export type Conformance = {
  readonly open: () => Promise<OpenTarget>;
  /** False where the target has no memory of what it was sent (a chat robot): only the ledger keeps it from saying things twice. */
  readonly isRepeatable?: boolean;
  /** What the target holds after a second revision: one thing, changed, or two messages. */
  readonly countAfterRescoring?: 1 | 2;
  /** False where the target takes anybody's word. */
  readonly hasCredentials?: boolean;
  /** How the target refuses a result, with all that it must not pass on. */
  readonly refusal?: Reply;
  /** Makes a result that this target can take, for each test; the sample unless told. */
  readonly makeResult?: () => InterviewResult;
  /** The sent body and the planned one are the same text; false where ids of earlier answers stand in it. */
  readonly isPlanExact?: boolean;
  readonly check?: 'none';
  /** What an erasure is to the target: something it is told, nothing (it holds nothing of the person), or a person's work. */
  readonly erasure: 'told' | 'nothing_held' | 'by_hand';
};

const TRACE = `Traceback (most recent call last):\n  File "/usr/lib/python3/dist-packages/odoo/http.py", line 2172, in _transactioning`;

/** Runs the suite over one connector. */
export function resultConnectorConformance(name: string, options: Conformance): void {
  const { isRepeatable = true, countAfterRescoring = 1, hasCredentials = true, isPlanExact = true } = options;
  const makeResult = options.makeResult ?? sampleResult;
  const open: OpenTarget[] = [];
  const start = async (): Promise<OpenTarget> => {
    const target = await options.open();
    open.push(target);
    return target;
  };
  afterEach(async () => {
    for (const target of open.splice(0)) await target.close();
  });
  const live = () => new AbortController().signal;

  describe(`${name} as a result connector`, () => {
    test('the same result twice has one effect, and the second time nothing is sent', async () => {
      const result = makeResult();
      const target = await start();
      const connector = target.connect(ledgerInMemory());
      const first = await connector.upsert(result, live());
      expect(first).toMatchObject({ kind: 'delivered' });
      const sent = await target.sent();
      expect(sent).toBeGreaterThan(0);
      expect(await connector.upsert(result, live())).toEqual(first);
      expect(await target.sent()).toBe(sent);
      expect(await target.holds(result)).toEqual({ count: 1, isCurrent: true });
    });

    test.runIf(isRepeatable)('with a ledger that was lost it is sent again and still has one effect', async () => {
      const result = makeResult();
      const target = await start();
      const first = await target.connect(ledgerInMemory()).upsert(result, live());
      const again = await target.connect(ledgerInMemory()).upsert(result, live());
      expect(again).toEqual(first);
      expect(await target.holds(result)).toEqual({ count: 1, isCurrent: true });
    });

    test('a second revision takes the place of the first, and a late first changes nothing', async () => {
      const result = makeResult();
      const target = await start();
      const connector = target.connect(ledgerInMemory());
      const second = rescored(result, 64.5);
      await connector.upsert(result, live());
      expect(await target.holds(second)).toEqual({ count: 1, isCurrent: false });
      expect(await connector.upsert(second, live())).toMatchObject({ kind: 'delivered' });
      expect(await target.holds(second)).toEqual({ count: countAfterRescoring, isCurrent: true });
      expect(await connector.upsert(result, live())).toMatchObject({ kind: 'delivered' });
      expect(await target.holds(second)).toEqual({ count: countAfterRescoring, isCurrent: true });
    });

    const delivered = async () => {
      const result = makeResult();
      const target = await start();
      const connector = target.connect(ledgerInMemory());
      await connector.upsert(result, live());
      const notice = { resultId: result.id, revision: 1, erasedAt: '2026-11-28T08:00:00.000Z' };
      return { target, connector, notice };
    };
    test.runIf(options.erasure === 'told')('an erasure is told as often as asked and has one effect', async () => {
      const { target, connector, notice } = await delivered();
      expect(await target.isErased?.(notice.resultId)).toBe(false);
      expect(await connector.erase(notice, live())).toEqual({ kind: 'told' });
      expect(await connector.erase(notice, live())).toEqual({ kind: 'told' });
      expect(await target.isErased?.(notice.resultId)).toBe(true);
      await target.goAway();
      expect(await connector.erase(notice, live())).toEqual({ kind: 'transient', reason: 'unreachable' });
    });

    test.runIf(options.erasure === 'nothing_held')('where nothing of a person is held nobody is told', async () => {
      const { target, connector, notice } = await delivered();
      const sent = await target.sent();
      expect(await connector.erase(notice, live())).toEqual({ kind: 'told' });
      expect(await target.sent()).toBe(sent);
    });

    test.runIf(options.erasure === 'by_hand')(
      'where an erasure cannot be told a person is told what to do',
      async () => {
        const { connector, notice } = await delivered();
        const outcome = await connector.erase(notice, live());
        expect(outcome).toMatchObject({ kind: 'fatal', reason: 'unsupported' });
        expect(JSON.stringify(outcome)).toContain('by hand');
      },
    );

    test('a target that is away is transient, and the result arrives later', async () => {
      const result = makeResult();
      const target = await start();
      await target.goAway();
      const connector = target.connect(ledgerInMemory());
      expect(await connector.upsert(result, live())).toEqual({ kind: 'transient', reason: 'unreachable' });
    });

    test('a dry run sends nothing and shows what would be sent', async () => {
      const result = makeResult();
      const target = await start();
      const connector = target.connect(ledgerInMemory());
      const plan = await connector.dryRun(result);
      const requests = requestsOf(plan);
      expect(await target.sent()).toBe(0);
      expect(await target.holds(result)).toMatchObject({ count: 0 });
      for (const secret of target.secrets) expect(JSON.stringify(plan)).not.toContain(secret);

      // negative control: the same result does send something, and it is what the plan says
      await connector.upsert(result, live());
      expect(await target.sent()).toBeGreaterThan(0);
      const seen = target.seen?.();
      if (seen === undefined) return;
      expect(requests.map(({ method }) => method)).toEqual(seen.map(({ method }) => method));
      for (const [index, planned] of (isPlanExact ? requests : []).entries()) {
        const [shown, arrived] = comparable(planned, seen[index], target.secrets);
        expect(shown).toEqual(arrived);
      }
    });

    test('stopped before it began, nothing is sent', async () => {
      const result = makeResult();
      const target = await start();
      const outcome = await target.connect(ledgerInMemory()).upsert(result, AbortSignal.abort());
      expect(outcome).toEqual({ kind: 'transient', reason: 'stopped' });
      expect(await target.sent()).toBe(0);
    });

    test.runIf(options.check !== 'none')('a check finds a target that is ready, and one that is away', async () => {
      const result = makeResult();
      const target = await start();
      const connector = target.connect(ledgerInMemory());
      expect(await connector.check(live())).toMatchObject({ kind: 'ready' });
      expect(await target.holds(result)).toMatchObject({ count: 0 });
      await target.goAway();
      expect(await connector.check(live())).toEqual({ kind: 'transient', reason: 'unreachable' });
    });

    test.runIf(hasCredentials)(
      'wrong credentials are for a person, in both languages and without the key',
      async () => {
        const result = makeResult();
        const target = await start();
        const wrong = 'wrong-credential-5d1c7e';
        const connector = target.connect(ledgerInMemory(), wrong);
        const outcome = await connector.upsert(result, live());
        expect(outcome).toMatchObject({ kind: 'fatal', reason: 'refused' });
        expect(JSON.stringify(outcome)).not.toContain(wrong);
        const sentence = sentenceOf(outcome);
        expect(sentence.en).toMatch(/^[A-Z].*\.$/);
        expect(sentence['zh-CN']).toMatch(/\p{Script=Han}/u);
        expect(await target.holds(result)).toMatchObject({ count: 0 });
      },
    );
  });

  if (options.refusal === undefined) return;
  const refusal = options.refusal;

  describe(`${name} over HTTP that fails`, () => {
    const serve = async () => {
      const target = await start();
      const { failNext, silenced, seen } = target;
      if (failNext === undefined || silenced === undefined || seen === undefined)
        throw new Error('A target with a refusal is a server.');
      return { ...target, failNext, silenced, seen };
    };

    test('429 and 503 are transient and keep the wait that was asked for', async () => {
      const result = makeResult();
      const target = await serve();
      const connector = target.connect(ledgerInMemory());
      target.failNext([{ status: 429, headers: { 'retry-after': '7' } }]);
      expect(await connector.upsert(result, live())).toEqual({ kind: 'transient', reason: 'busy', retryAfterMs: 7000 });
      target.failNext([
        {
          status: 503,
          headers: { date: 'Sun, 22 Nov 2026 08:00:00 GMT', 'retry-after': 'Sun, 22 Nov 2026 08:00:30 GMT' },
        },
      ]);
      expect(await connector.upsert(result, live())).toEqual({
        kind: 'transient',
        reason: 'busy',
        retryAfterMs: 30_000,
      });
      target.failNext([{ status: 502, text: '<html>Bad gateway</html>' }]);
      expect(await connector.upsert(result, live())).toEqual({ kind: 'transient', reason: 'busy' });
      expect(await connector.upsert(result, live())).toMatchObject({ kind: 'delivered' });
    });

    test('a refused result is a sentence for a person: no trace, no path, no secret', async () => {
      const result = makeResult();
      const target = await serve();
      const connector = target.connect(ledgerInMemory());
      const firstChange = requestsOf(await connector.dryRun(result)).findIndex(({ isQuestion }) => !isQuestion);
      target.failNext([...Array<null>(firstChange).fill(null), refusal]);
      const outcome = await connector.upsert(result, live());
      expect(outcome).toMatchObject({ kind: 'fatal', reason: 'rejected' });
      const shown = JSON.stringify(outcome);
      for (const hidden of [...target.secrets, 'Traceback', 'File "', '/usr/lib', 'odoo/http.py'])
        expect(shown).not.toContain(hidden);
      const sentence = sentenceOf(outcome);
      expect(sentence.en.length).toBeGreaterThan(40);
      expect(sentence['zh-CN']).toMatch(/\p{Script=Han}/u);
    });

    // as many deliveries as there are steps; a real target takes a while
    test.runIf(isRepeatable)(
      'whichever answer is lost, a retry delivers with one effect',
      { timeout: 180_000 },
      async () => {
        const counted = await serve();
        await counted.connect(ledgerInMemory()).upsert(makeResult(), live());
        const steps = counted.seen().length;
        for (let step = 0; step < steps; step += 1) {
          const result = makeResult();
          const target = await serve();
          const connector = target.connect(ledgerInMemory());
          target.failNext([...Array<null>(step).fill(null), 'lost']);
          expect(await connector.upsert(result, live())).toEqual({ kind: 'transient', reason: 'unreachable' });
          expect(await connector.upsert(result, live())).toMatchObject({ kind: 'delivered' });
          expect(await target.holds(result)).toEqual({ count: 1, isCurrent: true });
        }
      },
    );

    test('a redirect is not followed', async () => {
      const result = makeResult();
      const target = await serve();
      const stranger = await startTargetServer(() => ({ json: {} }));
      target.failNext([{ status: 307, headers: { location: `${stranger.url}/elsewhere` } }]);
      expect(await target.connect(ledgerInMemory()).upsert(result, live())).toEqual({
        kind: 'transient',
        reason: 'stranger',
      });
      expect(stranger.seen).toHaveLength(0);
      await stranger.close();
    });

    test('stopped while the target is silent, it ends at once', async () => {
      const result = makeResult();
      const target = await serve();
      const stopping = new AbortController();
      target.failNext(['silence']);
      const outcome = target.connect(ledgerInMemory()).upsert(result, stopping.signal);
      await target.silenced();
      stopping.abort();
      expect(await outcome).toEqual({ kind: 'transient', reason: 'stopped' });
    });
  });
}

/** A refusal in JSON with a trace, a path and a secret in it. */
export function tellTale(
  status: number,
  key: string,
  secret: string,
  more: Readonly<Record<string, unknown>> = {},
): Reply {
  return {
    status,
    json: {
      ...more,
      [key]: `Value of "note" is too long for ${secret} in /usr/lib/python3/odoo/http.py\n${TRACE}`,
      debug: `${TRACE} ${secret}`,
    },
  };
}

type Shown = { readonly path: string; readonly body: string };

/** A planned request, and the one that arrived as a plan would show it. */
function comparable(
  planned: PlannedRequest,
  arrived: SeenRequest | undefined,
  secrets: readonly string[],
): [Shown, Shown] {
  if (arrived === undefined) throw new Error('A planned request did not arrive.');
  const clean = (text: string) => withoutSecrets(text, secrets);
  const { pathname, search } = new URL(planned.url);
  const body = typeof planned.body === 'string' ? planned.body : '';
  return [
    { path: decodeURIComponent(pathname + search), body },
    { path: decodeURIComponent(clean(arrived.path)), body: clean(arrived.body.toString('utf8')) },
  ];
}

/** The requests of a plan. @throws when there is none */
export function requestsOf(plan: DryRun): readonly PlannedRequest[] {
  if (plan.kind !== 'planned') throw new Error(plan.detail.en);
  return plan.requests;
}

/** The sentence of a fatal outcome. @throws for any other */
export function sentenceOf(outcome: DeliveryOutcome | DryRun): Localized {
  if (outcome.kind !== 'fatal') throw new Error(`This is no fatal outcome: ${JSON.stringify(outcome)}`);
  return outcome.detail;
}
