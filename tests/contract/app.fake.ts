import { randomUUID } from 'node:crypto';
import { EventPublisher, os as plain } from '@orpc/server';
import type { CallContext, Connection } from '#main/connection.ts';
import { implementContract } from '#main/contract-server.ts';
import type { PageApp } from '#main/page-app.ts';
import type { StaffStatus } from '#shared/contract/staff.ts';
import { DEFAULT_SETTINGS } from '#shared/settings.ts';

const WAV_HEADER = 'RIFF';

/** An instant, with milliseconds, that must survive every carrier as it is. */
export const FAKE_LOCKS_AT = '2026-11-23T08:00:00.123Z';
export const FAKE_STAFF_ID = '01990000-0000-7000-8000-000000000001';

/**
 * A small app behind the real contract: enough calls for what shells and carriers promise. Signing in with the PIN 246810
 * makes a page the manager's.
 */
export class FakeApp implements PageApp {
  readonly opened: Connection[] = [];
  readonly closed: Connection[] = [];
  readonly drafts: unknown[] = [];
  readonly slices: { path: string; bytes: number; by: string }[] = [];
  readonly unforeseen: unknown[] = [];
  /** Event iterators that are running now. */
  watchers = 0;
  readonly #changes = new EventPublisher<{ staff: null }>();
  readonly router: PageApp['router'];

  constructor() {
    const os = implementContract({
      newId: () => 'correlation-1',
      reportUnforeseen: ({ error }) => this.unforeseen.push(error),
    });
    const notUsed = () => {
      throw new Error('This fake has no such call.');
    };
    const done = () => ({ ok: true as const });
    const calls = os.router({
      app: {
        info: os.app.info.handler(({ context }) => ({
          version: '0.1.0',
          shell: context.connection.shell,
          deviceId: 'fake',
          locale: 'zh-CN',
          hasKeypad: false,
          keyboard: 'automatic' as const,
        })),
        reportFailure: os.app.reportFailure.handler(done),
      },
      audit: {
        list: os.audit.list.handler(notUsed),
        verify: os.audit.verify.handler(notUsed),
      },
      enrolment: {
        state: os.enrolment.state.handler(notUsed),
        enrol: os.enrolment.enrol.handler(notUsed),
        changeKey: os.enrolment.changeKey.handler(notUsed),
      },
      jobs: {
        list: os.jobs.list.handler(notUsed),
        read: os.jobs.read.handler(notUsed),
        create: os.jobs.create.handler(notUsed),
        copy: os.jobs.copy.handler(notUsed),
        edit: os.jobs.edit.handler(notUsed),
        openDraft: os.jobs.openDraft.handler(notUsed),
        saveDraft: os.jobs.saveDraft.handler(notUsed),
        discardDraft: os.jobs.discardDraft.handler(notUsed),
        publish: os.jobs.publish.handler(notUsed),
        offer: os.jobs.offer.handler(notUsed),
        exportYaml: os.jobs.exportYaml.handler(notUsed),
        importYaml: os.jobs.importYaml.handler(notUsed),
        bank: os.jobs.bank.handler(notUsed),
        addToBank: os.jobs.addToBank.handler(notUsed),
        tagBankItem: os.jobs.tagBankItem.handler(notUsed),
        removeFromBank: os.jobs.removeFromBank.handler(notUsed),
      },
      expected: {
        list: os.expected.list.handler(() => []),
        posts: os.expected.posts.handler(() => []),
        sendPart: os.expected.sendPart.handler(notUsed),
        readResume: os.expected.readResume.handler(notUsed),
        add: os.expected.add.handler(notUsed),
        remove: os.expected.remove.handler(notUsed),
      },
      readAloud: {
        render: os.readAloud.render.handler(({ errors }) => {
          throw errors.unavailable({ data: { reason: 'no voice' } });
        }),
      },
      decision: { make: os.decision.make.handler(notUsed) },
      proposal: {
        list: os.proposal.list.handler(() => []),
        approve: os.proposal.approve.handler(notUsed),
        dismiss: os.proposal.dismiss.handler(notUsed),
        rules: os.proposal.rules.handler(() => ({ rules: [], posts: [] })),
        saveRule: os.proposal.saveRule.handler(notUsed),
        removeRule: os.proposal.removeRule.handler(notUsed),
      },
      rating: {
        open: os.rating.open.handler(notUsed),
        saveDraft: os.rating.saveDraft.handler(notUsed),
        lock: os.rating.lock.handler(notUsed),
        reveal: os.rating.reveal.handler(notUsed),
        showLevels: os.rating.showLevels.handler(notUsed),
        change: os.rating.change.handler(notUsed),
        finish: os.rating.finish.handler(notUsed),
      },
      receipt: { print: os.receipt.print.handler(notUsed), printTest: os.receipt.printTest.handler(notUsed) },
      readiness: { run: os.readiness.run.handler(() => []) },
      insights: {
        overview: os.insights.overview.handler(notUsed),
        agreement: os.insights.agreement.handler(notUsed),
        inspectFile: os.insights.inspectFile.handler(notUsed),
        auditFile: os.insights.auditFile.handler(notUsed),
        calibrate: os.insights.calibrate.handler(notUsed),
        threshold: os.insights.threshold.handler(notUsed),
        rehearse: os.insights.rehearse.handler(notUsed),
        proposeThreshold: os.insights.proposeThreshold.handler(notUsed),
        approveThreshold: os.insights.approveThreshold.handler(notUsed),
        withdrawThreshold: os.insights.withdrawThreshold.handler(notUsed),
      },
      review: {
        listSessions: os.review.listSessions.handler(() => ({ sessions: [], next: null, total: 0 })),
        listJobs: os.review.listJobs.handler(() => []),
        today: os.review.today.handler(notUsed),
        compare: os.review.compare.handler(notUsed),
        getSession: os.review.getSession.handler(({ errors }) => {
          throw errors.session_unknown();
        }),
        suggestTraining: os.review.suggestTraining.handler(notUsed),
        eraseSession: os.review.eraseSession.handler(notUsed),
        holdSession: os.review.holdSession.handler(notUsed),
        releaseSession: os.review.releaseSession.handler(notUsed),
        listDeletions: os.review.listDeletions.handler(() => []),
      },
      session: {
        watch: os.session.watch.handler(notUsed),
        send: os.session.send.handler(({ errors }) => {
          throw errors.stale_revision({ data: { revision: 41 } });
        }),
        watchHandset: os.session.watchHandset.handler(async function* () {
          // this kiosk has no handset
        }),
        saveDraft: os.session.saveDraft.handler(({ input }) => {
          this.drafts.push(input);
          return done();
        }),
        lookUpInvitation: os.session.lookUpInvitation.handler(() => ({ kind: 'none_here' as const })),
        noteActivity: os.session.noteActivity.handler(done),
      },
      settings: {
        get: os.settings.get.handler(() => DEFAULT_SETTINGS),
        update: os.settings.update.handler(({ input }) => input),
        options: os.settings.options.handler(() => ({ jobs: [], packs: [] })),
      },
      staff: {
        watch: os.staff.watch.handler(({ context, signal }) => this.#watchStaff(context.connection, signal)),
        setUp: os.staff.setUp.handler(notUsed),
        signIn: os.staff.signIn.handler(({ input, context, errors }) => {
          if (input.pin !== '246810') throw errors.pin_wrong({ data: { attemptsLeft: 4 } });
          context.connection.role = 'manager';
          this.#changes.publish('staff', null);
          return done();
        }),
        signOut: os.staff.signOut.handler(({ context }) => {
          context.connection.role = 'candidate';
          this.#changes.publish('staff', null);
          return done();
        }),
        noteActivity: os.staff.noteActivity.handler(done),
        clearPersonAsked: os.staff.clearPersonAsked.handler(done),
        list: os.staff.list.handler(() => []),
        add: os.staff.add.handler(notUsed),
        setPin: os.staff.setPin.handler(notUsed),
        setRole: os.staff.setRole.handler(notUsed),
        setState: os.staff.setState.handler(notUsed),
      },
      paper: { make: os.paper.make.handler(notUsed), print: os.paper.print.handler(notUsed) },
      sync: { watch: os.sync.watch.handler(notUsed), wake: os.sync.wake.handler(done) },
    });
    // beside the contract: returns what it is given, to see what a carrier does to values
    const router = { ...calls, echo: plain.$context<CallContext>().handler(({ input }) => input) };
    this.router = router;
  }

  openConnection(shell: Connection['shell']): Connection {
    const connection: Connection = { id: randomUUID(), shell, role: 'candidate', staffId: null };
    this.opened.push(connection);
    return connection;
  }

  closeConnection(connection: Connection): void {
    this.closed.push(connection);
  }

  handleMedia(request: Request, connection: Connection): Promise<Response> | null {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/speech/')) return Promise.resolve(this.#speech(request));
    if (!pathname.startsWith('/media/') || request.method !== 'PUT') return null;
    return request.arrayBuffer().then((bytes) => {
      this.slices.push({ path: pathname, bytes: bytes.byteLength, by: connection.id });
      return new Response(null, { status: 204 });
    });
  }

  /** Ten bytes a piece, so that a test can see the answer being streamed; honours one Range. */
  #speech(request: Request): Response {
    const text = WAV_HEADER.padEnd(1000, '.');
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.get('range') ?? '') ?? [];
    const isPart = from !== undefined && to !== undefined;
    const part = isPart ? text.slice(Number(from), Number(to) + 1) : text;
    const pieces = part.match(/.{1,10}/g) ?? [];
    const headers = { 'content-type': 'audio/wav', 'accept-ranges': 'bytes' };
    const body = new ReadableStream({
      pull(controller) {
        const piece = pieces.shift();
        if (piece === undefined) controller.close();
        else controller.enqueue(new TextEncoder().encode(piece));
      },
    });
    return new Response(body, {
      status: isPart ? 206 : 200,
      headers: isPart ? { ...headers, 'content-range': `bytes ${from}-${to}/1000` } : headers,
    });
  }

  async *#watchStaff(connection: Connection, signal: AbortSignal | undefined): AsyncGenerator<StaffStatus> {
    this.watchers += 1;
    try {
      const changes = this.#changes.subscribe('staff', signal === undefined ? {} : { signal });
      yield this.#status(connection);
      for await (const _change of changes) yield this.#status(connection);
    } finally {
      this.watchers -= 1;
    }
  }

  #status(connection: Connection): StaffStatus {
    const id = FAKE_STAFF_ID as StaffStatus['accounts'][number]['id'];
    return {
      needsSetup: false,
      role: connection.role,
      signedIn: connection.role === 'manager' ? { id, name: '王芳', locksAt: FAKE_LOCKS_AT } : null,
      accounts: [{ id, name: '王芳', role: 'manager', lockedForMs: 0 }],
    };
  }
}
