import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AuditClaim } from '#shared/wire/audit-head.ts';
import { WIRE_PATHS } from '#shared/wire/batch.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import { hubProofText } from '#shared/wire/device-signature.ts';
import { CHALLENGE_HEADER, Health, healthProofText } from '#shared/wire/health.ts';
import { ChangePage, changePageText, PUBLICATION_PATHS } from '#shared/wire/publication.ts';
import { BatchAnswer } from '#shared/wire/receipt.ts';
import type { WireRecord } from '#shared/wire/record.ts';
import { proofOf } from '../receipt-proofs.ts';
import { isSignedBy } from '../signed-by.ts';
import type {
  AuditSource,
  BatchOutcome,
  ChangesOutcome,
  HeldRecord,
  OutgoingRecord,
  ProbeOutcome,
  RefusedOutcome,
  Target,
  TransientOutcome,
  TransientReason,
} from '../target.ts';
import { batchBody, type BatchForm, FEW_RECORDS, NEWEST_FORM, packedBody, simplerForm } from './batch-body.ts';
import { CompactAnswer, fullAnswer } from './compact-answer.ts';
import { readBriefAnswer } from './brief-answer.ts';
import { canBeBrief } from './brief-signature.ts';
import { readPackedAnswer } from './packed-answer.ts';
import { failureOutcome, readProblem } from './http-outcome.ts';
import type { HubTransport } from './hub-transport.ts';
import { certificateRefusalOf } from './hub-trust.ts';
import { parseJson, readBounded } from './read-bounded.ts';
import { deviceAuth, type DeviceIdentity, tokenAuth } from './request-auth.ts';
import { uploadByTus } from './tus-upload.ts';

/**
 * How often one batch is claimed anew when the hub holds another head than we believed: once after a lost answer, once more for
 * every other batch in flight that got there first.
 */
const MAX_CLAIMS = 4;

/** Deadlines and piece sizes; the defaults suit a 128 kbit/s line, and a lower ceiling of the transport stretches them. */
export type HubTargetLimits = {
  /** From start to end of one probe. */
  readonly probeMs: number;
  /** From start to end of one batch. */
  readonly batchMs: number;
  /** Longest silence during an upload. */
  readonly stallMs: number;
  /** Bytes acknowledged, durably, at a time. */
  readonly chunkBytes: number;
};

const defaultLimits: HubTargetLimits = { probeMs: 5000, batchMs: 60_000, stallMs: 30_000, chunkBytes: 1024 * 1024 };

type RequestParts = {
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
  /** Signed in brief, and answered in bytes. */
  readonly isBrief?: boolean;
};

/** Bytes of a file between two signs of life of an upload at most, and the smallest share of the ceiling it gets. */
const SILENT_BYTES = 128 * 1024;
const SMALLEST_SHARE = 0.1;
/** Batches that share the ceiling. */
const LANES = 3;
/** A piece of a file is acknowledged about this often. */
const PIECE_MS = 10_000;
const SMALLEST_PIECE_BYTES = 64 * 1024;

/** @param bytesPerSecond The ceiling, null for none. */
function stretch(limits: HubTargetLimits, bytesPerSecond: number | null): HubTargetLimits {
  if (bytesPerSecond === null) return limits;
  const pieceBytes = Math.max(SMALLEST_PIECE_BYTES, Math.round((bytesPerSecond * PIECE_MS) / 1000));
  return {
    ...limits,
    chunkBytes: Math.min(limits.chunkBytes, pieceBytes),
    stallMs: limits.stallMs + (SILENT_BYTES / (bytesPerSecond * SMALLEST_SHARE)) * 1000,
  };
}

/** Records on their way, and others like them that the hub holds. */
type Leaving = {
  readonly records: readonly OutgoingRecord[];
  readonly held: (limit: number) => readonly HeldRecord[];
};

/** Records that few others refer to: from here on more of them hardly make a batch smaller. */
const REFERENCES = 32;

type Failure = TransientOutcome | RefusedOutcome;
type Answer = { readonly status: number; readonly headers: Headers; readonly body: string };

/**
 * A hub as a target.
 * @param options.url Base address, such as `https://hub.example.org`.
 * @param options.token Device token. A probe proves the hub knows it without sending it. Not used with a device.
 * @param options.device Who this kiosk is where it is enrolled: requests are signed, and only what the hub signed counts.
 */
export function createHubTarget(options: {
  readonly url: string;
  readonly token: string | null;
  readonly device?: DeviceIdentity | null;
  readonly fetch?: typeof globalThis.fetch;
  /** Trust and ceiling; whatever Node's own `fetch` believes, and none, when not given. */
  readonly transport?: HubTransport;
  readonly limits?: Partial<HubTargetLimits>;
}): Target {
  const base = options.url.replace(/\/+$/, '');
  const { transport } = options;
  const bytesPerSecond = transport?.bytesPerSecond ?? null;
  const limits = stretch({ ...defaultLimits, ...options.limits }, bytesPerSecond);
  const fetchAnswer = options.fetch ?? transport?.fetch ?? globalThis.fetch;
  const device = options.device ?? null;
  const token = options.token ?? '';
  const auth = device === null ? tokenAuth(token) : deviceAuth(device);
  let form = NEWEST_FORM;
  /** Until a hub of before does not see who signs. */
  let isBriefKnown = device !== null && canBeBrief(device.deviceId);

  /** One request and its answer; a signature that was made by a wrong clock is made anew, once, by the hub's. */
  async function request(
    path: string,
    init: RequestParts,
    deadlineMs: number,
    signal: AbortSignal,
  ): Promise<Answer | Failure> {
    const first = await attempt(path, init, deadlineMs, signal);
    const problem = !('status' in first) || first.status !== 401 ? null : readProblem(first.body);
    if (init.isBrief === true && problem?.code === 'unauthorized') {
      isBriefKnown = false;
      return request(path, { ...init, isBrief: false }, deadlineMs, signal);
    }
    if (problem?.code !== 'signature_stale' || problem.at === undefined) return first;
    auth.noteHubTime(problem.at);
    return attempt(path, init, deadlineMs, signal);
  }

  async function attempt(
    path: string,
    init: RequestParts,
    deadlineMs: number,
    signal: AbortSignal,
  ): Promise<Answer | Failure> {
    const deadline = AbortSignal.timeout(deadlineMs);
    const { isBrief = false, ...parts } = init;
    try {
      // A redirect is never followed: it would carry the token and the records to a stranger.
      const response = await fetchAnswer(base + path, {
        ...parts,
        headers: await auth.headersOf({ method: 'GET', ...init, url: base + path }),
        redirect: 'manual',
        signal: AbortSignal.any([signal, deadline]),
      });
      return {
        status: response.status,
        headers: response.headers,
        body: await readBounded(response, isBrief ? 'latin1' : 'utf8'),
      };
    } catch (error) {
      // Which network error it was does not matter to the schedule, but a bad certificate needs a person.
      if (signal.aborted) return transient('stopped');
      const refusal = certificateRefusalOf(error);
      if (refusal !== null) return { kind: 'fatal', reason: 'refused', detail: refusal };
      return transient(deadline.aborted ? 'timeout' : 'unreachable');
    }
  }

  async function postBatch(
    { records, held }: Leaving,
    claim: AuditClaim | null,
    options: { readonly mayBeBrief: boolean; readonly signal: AbortSignal },
  ): Promise<{ answer: Answer | Failure; accepted: BatchAnswer | null; sentAs: BatchForm; isPacked: boolean }> {
    const sentAs = form;
    const isSigned = device !== null;
    const { body, headers, batchId, isPacked } =
      sentAs.few !== null && records.length < FEW_RECORDS
        ? await packedBody(records, claim, {
            ...options,
            isSigned,
            held: sentAs.few === 'alone' ? [] : held(REFERENCES),
          })
        : await batchBody(records, claim, sentAs);
    const answer = await request(
      WIRE_PATHS.batches,
      { method: 'POST', headers, body, isBrief: isPacked && isBriefKnown },
      limits.batchMs + (bytesPerSecond === null ? 0 : Math.ceil(((LANES * body.length) / bytesPerSecond) * 1000)),
      options.signal,
    );
    const isTaken = 'status' in answer && answer.status === 200;
    const accepted = isTaken ? readAnswer(answer.body, { batchId, records, claim }, device?.hubKey ?? null) : null;
    return { answer: isTaken && accepted === null ? transient('not_a_hub') : answer, accepted, sentAs, isPacked };
  }

  /** Sends a batch until the hub and we speak of the same line of the audit log. */
  async function claimBatch(
    leaving: Leaving,
    audit: AuditSource | null,
    first: AuditClaim | null,
    signal: AbortSignal,
  ): Promise<{ answer: Answer | Failure; accepted: BatchAnswer | null; claim: AuditClaim | null }> {
    let claim = first;
    for (let count = 1; ; count += 1) {
      // brief is what speaks of the line that both hold; a hub that asks is told all
      const { answer, accepted, sentAs, isPacked } = await postBatch(leaving, claim, {
        mayBeBrief: count === 1,
        signal,
      });
      if (!('status' in answer)) return { answer, accepted, claim };
      const problem = readProblem(answer.body);
      const simpler = simplerForm(sentAs, { status: answer.status, problemCode: problem?.code, isPacked });
      if (simpler !== null) {
        // another lane may have gone further down meanwhile
        if (form === sentAs) form = simpler;
        continue;
      }
      const isStale = answer.status === 409 && audit !== null && problem?.code === 'audit_claim_stale';
      if (!isStale || problem.heldSeq === undefined) return { answer, accepted, claim };
      // many senders of one device at once, or a hub that cannot make up its mind: nothing is wrong with the records
      if (count >= MAX_CLAIMS) return { answer: { ...answer, status: 503 }, accepted, claim };
      claim = audit?.claim(problem.heldSeq) ?? null;
    }
  }

  async function pullChanges(
    { deviceId, hubKey }: DeviceIdentity,
    after: number,
    signal: AbortSignal,
  ): Promise<ChangesOutcome> {
    const answer = await request(
      `${PUBLICATION_PATHS.changes}?after=${after}`,
      { headers: {} },
      limits.batchMs,
      signal,
    );
    if (!('status' in answer)) return answer;
    const { status, headers, body } = answer;
    if (status === 200) {
      const page = ChangePage.safeParse(parseJson(body));
      if (!page.success) return { kind: 'transient', reason: 'not_a_hub' };
      const { changes, next, hasMore, signature } = page.data;
      const text = changePageText({ deviceId, after, next, hasMore, count: changes.length });
      if (next < after || !isSignedBy(hubKey, text, signature)) return { kind: 'transient', reason: 'not_a_hub' };
      return { kind: 'changes', changes, next, hasMore };
    }
    const failure = failureOutcome(status, (name) => headers.get(name), body);
    if (failure.kind === 'transient' || failure.reason === 'refused') return failure;
    // a hub of before publications
    return { kind: 'fatal', reason: 'unsupported', detail: failure.detail };
  }

  function judgeToken(health: Health, challenge: string): ProbeOutcome {
    const expected = createHmac('sha256', token).update(healthProofText(challenge)).digest();
    const given = Buffer.from(health.proof ?? '', 'hex');
    const isProven = given.length === expected.length && timingSafeEqual(given, expected);
    return isProven ? { kind: 'reachable', at: health.at } : { kind: 'refused', detail: 'token_rejected' };
  }

  function judgeHub(health: Health, challenge: string, hubKey: string): ProbeOutcome {
    const { at, hubProof } = health;
    // a hub it may be, but not the one this kiosk was enrolled at
    if (health.hubKey !== hubKey || !hubProof) return { kind: 'refused', detail: 'hub_key_changed' };
    if (!isSignedBy(hubKey, hubProofText(challenge, at), hubProof)) return { kind: 'unreachable', reason: 'not_a_hub' };
    auth.noteHubTime(at);
    return health.isDeviceRevoked === true ? { kind: 'refused', detail: 'device_revoked' } : { kind: 'reachable', at };
  }

  return {
    async probe(signal): Promise<ProbeOutcome> {
      const challenge = randomBytes(32).toString('hex');
      const answer = await request(
        WIRE_PATHS.health,
        { headers: { [CHALLENGE_HEADER]: challenge } },
        limits.probeMs,
        signal,
      );
      if (!('status' in answer)) {
        return answer.kind === 'fatal'
          ? { kind: 'refused', detail: answer.detail }
          : { kind: 'unreachable', reason: answer.reason };
      }
      if (answer.status !== 200) {
        const failure = failureOutcome(answer.status, (name) => answer.headers.get(name), answer.body);
        return { kind: 'unreachable', reason: failure.kind === 'transient' ? failure.reason : 'not_a_hub' };
      }
      const health = Health.safeParse(parseJson(answer.body));
      if (!health.success) return { kind: 'unreachable', reason: 'not_a_hub' };
      return device === null ? judgeToken(health.data, challenge) : judgeHub(health.data, challenge, device.hubKey);
    },

    async sendBatch(batch): Promise<BatchOutcome> {
      const { audit, signal } = batch;
      const leaving = { records: batch.outgoing ?? batch.records.map(lineOf), held: batch.held ?? (() => []) };
      // before the first await: batches that leave together claim the same head
      const first = audit?.claim() ?? null;
      const { answer, accepted, claim } = await claimBatch(leaving, audit, first, signal);
      if (!('status' in answer)) return answer;
      if (accepted !== null) {
        const proof = device === null ? null : proofOf(accepted, device.deviceId, device.hubKey);
        // whoever says so is not the hub this kiosk knows
        if (device !== null && proof === null) return { kind: 'transient', reason: 'not_a_hub' };
        const { auditHead } = accepted;
        // a hub of before audit heads does not speak of any, and so holds none
        if (claim !== null && auditHead?.seq === claim.head.seq && auditHead.sha256 === claim.head.sha256)
          audit?.acknowledge(claim.head);
        return { kind: 'sent', receipts: accepted.receipts, ...(proof === null ? {} : { proof }) };
      }
      const { status, headers, body } = answer;
      const failure = failureOutcome(status, (name) => headers.get(name), body);
      return failure.kind === 'fatal' && failure.reason === 'hash_mismatch'
        ? { kind: 'fatal', reason: 'rejected', detail: failure.detail }
        : (failure as BatchOutcome);
    },

    ...(device === null ? {} : { pullChanges: (after, signal) => pullChanges(device, after, signal) }),

    uploadMedia: (upload) =>
      uploadByTus(upload, {
        endpoint: base + WIRE_PATHS.media,
        auth,
        chunkBytes: limits.chunkBytes,
        stallMs: limits.stallMs,
        ...(transport === undefined ? {} : { httpStack: transport.httpStack }),
      }),
  };
}

function transient(reason: TransientReason): TransientOutcome {
  return { kind: 'transient', reason };
}

function lineOf(record: WireRecord): OutgoingRecord {
  const { id, deviceId, sha256 } = record;
  return { id, deviceId, sha256, line: Buffer.from(canonicalText(record)) };
}

/** The answer to a batch, however it was put; null for anything else, and for one about another batch. */
function readAnswer(body: string, sent: Parameters<typeof fullAnswer>[1], hubKey: string | null): BatchAnswer | null {
  const brief = hubKey === null ? null : readBriefAnswer(Buffer.from(body, 'latin1'), sent, hubKey);
  if (brief !== null) return brief;
  const found = parseJson(body);
  if (Array.isArray(found)) return readPackedAnswer(found, sent, hubKey);
  const compact = CompactAnswer.safeParse(found);
  if (compact.success) return fullAnswer(compact.data, sent);
  const parsed = BatchAnswer.safeParse(found);
  return parsed.success && parsed.data.batchId === sent.batchId ? parsed.data : null;
}
