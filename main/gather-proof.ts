import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { stringify } from 'csv-stringify/sync';
import { publishedRows } from '#assessment/fairness/published-rows.ts';
import { type EngineIdentity, ENGINE_VERSION } from '#shared/assessment.ts';
import type { Job } from '#shared/job.ts';
import { LOCALES } from '#shared/localized.ts';
import type { Pack } from '#shared/pack.ts';
import { ConsentKind } from '#shared/session.ts';
import { auditHeadText } from '#shared/wire/audit-head.ts';
import { fairnessReport, type FairnessQuestion } from './insights/fairness-report.ts';
import { overviewOf } from './insights/overview.ts';
import { type ReadInterviews, readInterviews } from './insights/read-interviews.ts';
import type { Table } from './insights/read-table.ts';
import { modelRows } from './models-report.ts';
import { readCatalog } from './models/model-store.ts';
import { AUDIT_HEAD_NAME, AUDIT_LOG_NAME, CERTIFICATES_NAME } from './proof-pack/pack-format.ts';
import type { ProofFile } from './proof-pack/seal-pack.ts';
import { agreementFigures } from './review/agreement-figures.ts';
import { createSiteAgreement } from './review/site-agreement.ts';
import type { StoppedKiosk } from './stopped-kiosk.ts';
import { createProofRows } from './store/proof-rows.ts';
import type { RestoreTest } from './store/restore-test.native.ts';
import type { Verification } from './store/verify.native.ts';

/** Interviews of each post that figures and consents are counted over. */
const NEWEST = 500;

/** Who was selected by group, from a file of the employer's: the kiosk itself knows no groups. */
export interface GroupsFile {
  readonly table: Table;
  readonly question: FairnessQuestion;
}

/** What a pack is gathered from. */
export interface ProofParts {
  readonly kiosk: StoppedKiosk;
  readonly verification: Verification;
  readonly restoreTest: RestoreTest;
  readonly groups: GroupsFile | null;
  readonly program: string;
  readonly places: { readonly resourcesDirectory: string; readonly shippedModels: string; readonly ownModels: string };
  readonly now: Date;
}

const json = (name: string, value: unknown): ProofFile => ({ name, pieces: [`${JSON.stringify(value, null, 2)}\n`] });

function* linesOf<T>(rows: Iterable<T>, text: (row: T) => string): Generator<string> {
  for (const row of rows) yield `${text(row)}\n`;
}

/** The newest interviews of every post, read once. */
type InterviewsByPost = readonly { readonly job: Job; readonly read: ReadInterviews }[];

async function readNewest({ insights }: StoppedKiosk['store']): Promise<InterviewsByPost> {
  const found: { job: Job; read: ReadInterviews }[] = [];
  for (const { job } of insights.jobs())
    found.push({ job, read: await readInterviews(insights, job.id, NEWEST, () => setImmediate()) });
  return found;
}

/** Of the newest interviews of each post: how often each consent was given, by pack and wording; and which engines scored them. */
function countInterviews(newest: InterviewsByPost, { store }: StoppedKiosk) {
  const given = new Map<
    string,
    { packId: string; packVersion: number; consent: string; wording: number; given: number; refused: number }
  >();
  const engines = new Map<string, { engine: EngineIdentity; answers: number }>();
  let interviews = 0;
  for (const { read } of newest) {
    for (const { id, assessments } of read.facts) {
      interviews += 1;
      for (const assessed of assessments ?? []) {
        if (assessed.state !== 'assessed') continue;
        const { engine } = assessed.assessment;
        const known = engines.get(JSON.stringify(engine)) ?? { engine, answers: 0 };
        engines.set(JSON.stringify(engine), { engine, answers: known.answers + 1 });
      }
      const stored = store.sessions.find(id);
      if (stored === null || stored.consents === null || stored.consentVersions === null) continue;
      for (const consent of ConsentKind.options) {
        const { packId, packVersion } = stored;
        const wording = stored.consentVersions[consent];
        const key = [packId, packVersion, consent, wording].join(' ');
        const count = given.get(key) ?? { packId, packVersion, consent, wording, given: 0, refused: 0 };
        given.set(key, {
          ...count,
          given: count.given + (stored.consents[consent] ? 1 : 0),
          refused: count.refused + (stored.consents[consent] ? 0 : 1),
        });
      }
    }
  }
  return { interviews, given: [...given.values()], engines: [...engines.values()] };
}

/** How interviews of each post went, as Insights shows it: no score of few people. */
function overviews(newest: InterviewsByPost, now: Date): ProofFile[] {
  const hourOf = (instant: string) => new Date(instant).getHours();
  return newest.map(({ job, read }) =>
    json(
      `figures/overview-${job.id}.json`,
      overviewOf({ jobs: [], job, read, nowMs: now.getTime(), locale: 'en', hourOf }),
    ),
  );
}

function fairnessOf(groups: GroupsFile | null): ProofFile[] {
  if (groups === null)
    return [
      json('figures/impact-ratios.json', {
        status: 'no_groups',
        sentence:
          'The kiosk knows no groups of people. Give a file of the employer with --groups, or take the audit of head office.',
      }),
    ];
  const report = fairnessReport(groups.table, groups.question);
  return [
    json('figures/impact-ratios.json', { status: 'audited', ...report }),
    { name: 'figures/impact-ratios.csv', pieces: [stringify(publishedRows(report.audit))] },
  ];
}

/** The signed end of the audit log, as it stands now. */
function signedHead({ store, signer }: StoppedKiosk, now: Date) {
  const { seq, sha256 } = store.auditLog.head();
  const head = { deviceId: store.deviceId, seq, sha256, signedAt: now.toISOString() };
  return { ...head, publicKey: signer.publicKey, signature: signer.sign(Buffer.from(auditHeadText(head))) };
}

function packFiles(packs: readonly Pack[]): ProofFile[] {
  return packs.map((pack) => json(`consents/packs/${pack.id}-v${pack.version}.json`, pack));
}

/**
 * Everything a proof pack holds, file by file. Nothing that a candidate said, no recording, no candidate's name: of interviews there are
 * counts, and the numbers under which the audit log names them.
 */
export async function* gatherProof(parts: ProofParts): AsyncGenerator<ProofFile> {
  const { kiosk, places, now } = parts;
  const { store } = kiosk;
  const rows = createProofRows(kiosk.database);
  for (const locale of LOCALES)
    yield {
      name: `README.${locale}.txt`,
      pieces: [await readFile(join(places.resourcesDirectory, 'proof-pack', `README.${locale}.txt`), 'utf8')],
    };
  for (const { sha256, jobId, jobVersion, json: job } of rows.plans())
    yield json(`rubric/${jobId}-v${jobVersion}-${sha256.slice(0, 12)}.json`, JSON.parse(job));
  const newest = await readNewest(store);
  const { interviews, given, engines } = countInterviews(newest, kiosk);
  yield json('rubric/engine.json', { version: ENGINE_VERSION, ofNewestPerPost: NEWEST, interviews, engines });
  const modelPlaces = { shippedDirectory: places.shippedModels, storeDirectory: places.ownModels };
  yield json('models.json', modelRows(await readCatalog(modelPlaces), modelPlaces));
  yield* packFiles(kiosk.packs);
  yield json('consents/given.json', { ofNewestPerPost: NEWEST, interviews, consents: given });
  yield { name: AUDIT_LOG_NAME, pieces: linesOf(rows.audit(), (row) => JSON.stringify(row)) };
  yield json(AUDIT_HEAD_NAME, signedHead(kiosk, now));
  yield { name: CERTIFICATES_NAME, pieces: linesOf(rows.certificates(), (text) => text) };
  yield* overviews(newest, now);
  const gates = createSiteAgreement(store.ratings, store.review)();
  yield json('figures/agreement.json', agreementFigures(store.ratings, store.review, gates));
  yield* fairnessOf(parts.groups);
  yield json('restore-test.json', parts.restoreTest);
  // the folder is the technician's business
  const { isSound, findings } = parts.verification;
  yield json('verification.json', { isSound, findings });
  yield json('program.json', {
    program: parts.program,
    schema: rows.schemaVersion(),
    engine: ENGINE_VERSION,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
  });
}
