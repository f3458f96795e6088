import { expect, inject, test } from 'vitest';
import { runReplicas } from './replicas.ts';

const postgresUrl = inject('postgresUrl');

// long form: node tests/sync/replicas.ts 50
test.skipIf(postgresUrl === null)(
  'two replicas on one database, one of them killed: everything arrives once; where senders are forgotten some arrives twice',
  { timeout: 300_000 },
  async () => {
    const seed = Date.now() % 1_000_000;
    console.log(`seed ${seed}`);
    // 24 batches at least: none of their answers is lost once in 200,000 runs
    const load = {
      postgresUrl: postgresUrl ?? '',
      kiosks: 4,
      recordsEach: 60,
      filesEach: 1,
      seed,
      lostAnswerRate: 0.4,
    };
    const [outcome, control] = await Promise.all([
      runReplicas(load),
      runReplicas({ ...load, filesEach: 0, knowsSenders: false }),
    ]);
    expect(outcome).toMatchObject({ sent: 240, held: 240, twice: 0, files: 4, filesHeld: 4 });
    expect(control.twice).toBeGreaterThan(0);
  },
);
