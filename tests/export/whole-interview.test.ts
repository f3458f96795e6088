import { afterEach, beforeEach, expect, test } from 'vitest';
import { localeWords } from '#main/locale-words.ts';
import { locate } from '#main/locations.ts';
import { holdingsOf } from '#main/holdings-of.ts';
import { exportPage } from '#main/review/export-page.ts';
import { toInterviewExport } from '#main/review/interview-export.ts';
import {
  ALL_CONSENTS,
  candidateOf,
  fakeClock,
  type FakeKiosk,
  jobs,
  openFakeKiosk,
  readEverything,
} from '#main/session/interviews.fake.ts';
import { sampleAssessment } from '#main/session/sample-words.fake.ts';
import { type Database, openDatabase } from '#main/store/database.native.ts';
import { readPacks, readProbes } from '#main/store/resource-files.ts';
import type { IndicatorEvidence, WordAssessment, WordAssessmentInput } from '#shared/assessment.ts';
import { LOCALES } from '#shared/localized.ts';
import { present } from '#tests/fixtures/present.ts';

const { resourcesDirectory } = locate();
const packs = await readPacks(`${resourcesDirectory}/packs`);
const probes = await readProbes(`${resourcesDirectory}/probes`);
const job = present(jobs[0], 'no job is shipped');

let database: Database;
let kiosk: FakeKiosk;
const candidate = candidateOf(() => kiosk);

beforeEach(async () => {
  database = openDatabase(':memory:');
  kiosk = await openFakeKiosk({ database, clock: fakeClock(), codes: ['4821'], packId: 'cn' });
});
afterEach(() => database.close());

/** Evidence for everything that was asked, quoting the first words. */
function assess(input: WordAssessmentInput): WordAssessment {
  const plain = sampleAssessment(input);
  const clause = plain.clauses[0];
  const item = input.job.items.find(({ id }) => id === input.itemId);
  if (clause === undefined || item === undefined) return plain;
  const evidence: IndicatorEvidence[] = [
    { clause, lexical: 1, hits: ['停机'], semantic: null, ownership: 'i', reality: 'done', value: 0.8 },
  ];
  return sampleAssessment(input, {
    status: 'scored',
    score: 0.8,
    level: 4,
    interval: { score: 80, low: 62, high: 98, sem: 9 },
    indicators: item.elicits.map(({ indicatorId, weight }) => ({
      indicatorId,
      weight,
      state: 'observed',
      evidenceShare: 0.8,
      level: 4,
      evidence,
      counterCues: [],
      route: 'lexical',
      notFound: [],
    })),
  });
}

test.each(LOCALES)('an interview that was spoken, corrected and scored is whole in %s', async (locale) => {
  await candidate.sendAll({ type: 'language_changed', locale });
  await candidate.toQuestions(job.id, ALL_CONSENTS);
  await candidate.answerAll();
  readEverything(kiosk, assess);
  const id = present(candidate.view().sessionId, 'nobody is being interviewed');
  await candidate.finishFollowUps();
  await candidate.sendAll({
    type: 'survey_answered',
    survey: { ease: 5, clarity: 5, fairness: 4, comment: 'fine' },
  });
  const words = await localeWords(resourcesDirectory, locale, ['export', 'manager']);
  const found = toInterviewExport(present(holdingsOf(kiosk.store, id), 'the interview is gone'), {
    words,
    packs,
    probes,
    kiosk: { deviceId: 'kiosk', site: { name: 'A', phone: '' }, headOffice: 'https://hub.example' },
    staffName: () => null,
    files: new Map(),
    exportedAt: '2026-03-02T09:00:00.000Z',
  });

  // spoken, corrected, scored, observed: the control that there was something to leave out
  expect(found.recordings.filter(({ transcript }) => transcript !== null).length).toBeGreaterThan(2);
  expect(found.answers.filter(({ corrections }) => corrections.length > 0).length).toBeGreaterThan(0);
  expect(found.answers.filter(({ score }) => score !== null).length).toBeGreaterThan(2);
  expect(found.observations.length).toBeGreaterThan(2);
  expect(found.deviceCheck).toMatchObject({ camera: 'ok' });
  expect(found.records.map(({ type }) => type)).toEqual(
    expect.arrayContaining([
      'consent.given',
      'identity.given',
      'answer.saved',
      'answer.read_back',
      'session.finalized',
    ]),
  );
  const assessed = found.answers.filter(({ assessment }) => assessment !== null);
  expect(assessed.length).toBeGreaterThan(0);
  expect(found.result?.dimensions.map(({ id: dimension }) => dimension)).toEqual(
    job.competencyModel.dimensions.map(({ id: dimension }) => dimension),
  );

  const page = exportPage(found, words);
  expect(page).toContain('我先停机');
  expect(page).toContain('王小红');
  // nothing is named by its key, and nothing is left to fill in
  expect(page.match(/>[a-z_]+(\.[a-z_]+)+</g)).toBeNull();
  expect(page).not.toMatch(/\{\{|undefined|NaN|\[object/);
});
