import { expect, test } from 'vitest';
import { CandidateCreated } from '#shared/hub/candidates.ts';
import { startFlowBench } from './flow-bench.fake.ts';

const numbers = { name: 'Anna Weber', phones: ['030 1234567'] };

test('a number without a country code is one of the region the hub was started with', async () => {
  const bench = await startFlowBench(undefined, { phoneRegion: 'DE' });
  try {
    const { status, json } = await bench.ask('POST', '/v1/candidates', numbers);
    expect(status).toBe(201);
    const { candidate } = CandidateCreated.parse(json);
    expect(JSON.stringify(candidate)).toContain('+49301234567');
    // found again however it is written
    const found = await bench.ask('GET', `/v1/candidates?q=${encodeURIComponent('+49 30 1234567')}`);
    expect((found.json as { items: unknown[] }).items).toHaveLength(1);
  } finally {
    await bench.close();
  }
});

test('without a region it is read as one of China', async () => {
  const bench = await startFlowBench();
  try {
    const { status, json } = await bench.ask('POST', '/v1/candidates', { ...numbers, phones: ['138 0013 8000'] });
    expect(status).toBe(201);
    expect(JSON.stringify(CandidateCreated.parse(json).candidate)).toContain('+8613800138000');
    expect(JSON.stringify((await bench.ask('POST', '/v1/candidates', numbers)).json)).not.toContain('+49');
  } finally {
    await bench.close();
  }
});
